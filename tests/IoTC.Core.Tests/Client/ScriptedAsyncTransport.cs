using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Core.Tests.Client;

/// <summary>The awaited transport of the scripted cloud. The cloud is guarded by a lock on itself.</summary>
internal sealed class ScriptedAsyncTransport(ScriptedCloud cloud) : IAsyncTransport
{
    private readonly Queue<byte> _received = new();
    private CloudConnection? _connection;
    private TaskCompletionSource? _news;

    /// <summary>How often the client has sent.</summary>
    public int SendCount { get; private set; }

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        lock (cloud)
        {
            int status = cloud.Open(host, port);
            if (status != TransportStatus.Ok) return new(status);
            _received.Clear();
            _connection = cloud.Current;
            return new(status);
        }
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        lock (cloud)
        {
            if (_connection == null) return new(TransportStatus.Closed);
            SendCount++;
            cloud.Write(_connection, bytes.Span);
        }

        TellNews();
        return new(bytes.Length);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (cloud)
            {
                if (_connection is not { } connection) return TransportStatus.Closed;
                while (connection.HasBytes)
                {
                    foreach (byte value in connection.Take()) _received.Enqueue(value);
                }

                int taken = 0;
                while (taken < window.Length && _received.TryDequeue(out byte value)) window.Span[taken++] = value;
                if (taken > 0) return taken;
                if (connection.CloseStatus is { } status) return status;
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _news.Task;
            }

            await news.WaitAsync(cancellationToken);
        }
    }

    public ValueTask CloseAsync()
    {
        lock (cloud)
        {
            if (_connection != null) _connection.IsClosedByClient = true;
            _connection = null;
        }

        TellNews();
        return default;
    }

    /// <summary>The cloud has sent something, or closed.</summary>
    public void TellNews()
    {
        lock (cloud) _news?.TrySetResult();
    }
}
