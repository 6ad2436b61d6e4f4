using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>Lets the scripted cloud connect the client; what a test gives it then, the client takes on the test's own thread, so that what it allocates can be counted.</summary>
internal sealed class InlineAsyncTransport : IAsyncTransport, IValueTaskSource<int>
{
    private readonly ScriptedCloud _cloud = new();
    private ManualResetValueTaskSourceCore<int> _receiving;
    private Memory<byte> _window;
    private bool _isReceiving;
    private bool _isAlone;

    /// <summary>The device's twin at the connection.</summary>
    public string Twin
    {
        set => _cloud.Hub.Twin = value;
    }

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken) => new(_cloud.Open(host, port));

    /// <summary>From now on the cloud hears nothing, and bytes come from <see cref="Give"/> alone.</summary>
    public void LeaveAlone()
    {
        Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref _isReceiving), 60_000), Is.True);
        _isAlone = true;
    }

    /// <summary>Runs the client through the bytes.</summary>
    public void Give(byte[] bytes)
    {
        if (!_isReceiving) throw new InvalidOperationException("The client does not receive.");
        bytes.CopyTo(_window.Span);
        Complete(bytes.Length);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_isAlone) return new(bytes.Length);
        lock (_cloud) _cloud.Write(_cloud.Current, bytes.Span);
        ThreadPool.QueueUserWorkItem(_ => Deliver());
        return new(bytes.Length);
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        lock (_cloud)
        {
            if (_cloud.Current.HasBytes) return new(Take(window));
            _receiving.Reset();
            _window = window;
            return new(this, _receiving.Version);
        }
    }

    public ValueTask CloseAsync()
    {
        if (_isReceiving) Complete(TransportStatus.Closed);
        return default;
    }

    int IValueTaskSource<int>.GetResult(short token) => _receiving.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _receiving.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        // On the thread that gives, whatever context it has.
        _receiving.OnCompleted(continuation, state, token, ValueTaskSourceOnCompletedFlags.None);
        Volatile.Write(ref _isReceiving, true);
        if (!_isAlone) ThreadPool.QueueUserWorkItem(_ => Deliver());
    }

    private void Deliver()
    {
        int count;
        lock (_cloud)
        {
            if (!_isReceiving || !_cloud.Current.HasBytes) return;
            count = Take(_window);
            _isReceiving = false;
        }

        _receiving.SetResult(count);
    }

    private void Complete(int result)
    {
        _isReceiving = false;
        _receiving.SetResult(result);
    }

    private int Take(Memory<byte> window)
    {
        byte[] bytes = _cloud.Current.Take();
        bytes.CopyTo(window);
        return bytes.Length;
    }
}
