using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Core.Tests.Client;

/// <summary>Lets the scripted cloud connect the client, then answers telemetry with PUBACK by itself, from a thread of its own. It allocates nothing for that.</summary>
internal sealed class AcknowledgingTransport : IAsyncTransport, IValueTaskSource<int>, IDisposable
{
    private readonly ScriptedCloud _cloud = new();
    private readonly byte[] _given = new byte[64 * 1024];
    private readonly AutoResetEvent _news = new(false);
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private ManualResetValueTaskSourceCore<int> _receive;
    private Memory<byte> _window;
    private int _count;
    private bool _isReceiving;
    private bool _isClosed;

    public AcknowledgingTransport()
    {
        _thread = new Thread(Answer) { IsBackground = true };
        _thread.Start();
    }

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken) => new(_cloud.Open(host, port));

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        lock (_gate)
        {
            if (span[0] == 0x32) Acknowledge(span);
            else _cloud.Write(_cloud.Current, span);
            while (_cloud.Current.HasBytes) Give(_cloud.Current.Take());
        }

        _news.Set();
        return new(bytes.Length);
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _receive.Reset();
            _window = window;
            _isReceiving = true;
        }

        _news.Set();
        return new(this, _receive.Version);
    }

    public ValueTask CloseAsync()
    {
        Close();
        return default;
    }

    public void Dispose()
    {
        Close();
        _thread.Join();
        _news.Dispose();
    }

    int IValueTaskSource<int>.GetResult(short token) => _receive.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _receive.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _receive.OnCompleted(continuation, state, token, flags);

    private void Close()
    {
        lock (_gate) _isClosed = true;
        _news.Set();
    }

    private void Answer()
    {
        while (true)
        {
            _news.WaitOne();
            int taken;
            bool isClosed;
            lock (_gate)
            {
                isClosed = _isClosed;
                if (!_isReceiving || (_count == 0 && !isClosed))
                {
                    if (isClosed) return;
                    continue;
                }

                taken = Math.Min(_count, _window.Length);
                _given.AsSpan(0, taken).CopyTo(_window.Span);
                _given.AsSpan(taken, _count - taken).CopyTo(_given);
                _count -= taken;
                _isReceiving = false;
            }

            _receive.SetResult(isClosed ? TransportStatus.Closed : taken);
            if (isClosed) return;
        }
    }

    // Telemetry at QoS 1, and nothing else, until the end of what is sent.
    private void Acknowledge(ReadOnlySpan<byte> sent)
    {
        while (sent.Length > 0)
        {
            int length = sent[1] & 0x7F;
            int header = sent[1] < 0x80 ? 2 : 3;
            if (header == 3) length |= sent[2] << 7;
            int id = header + 2 + ((sent[header] << 8) | sent[header + 1]);
            Give([0x40, 2, sent[id], sent[id + 1]]);
            sent = sent[(header + length)..];
        }
    }

    private void Give(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_given.AsSpan(_count));
        _count += bytes.Length;
    }
}
