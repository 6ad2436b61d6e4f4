using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>Another transport, whose closing can be held.</summary>
internal sealed class SlowToLeave(IAsyncTransport inner) : IAsyncTransport
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHeld;

    /// <summary>It has been opened once.</summary>
    public Task Opened => _opened.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>A closing is held.</summary>
    public Task Closing => _closing.Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>From now on closing waits.</summary>
    public void Hold() => _isHeld = true;

    /// <summary>Lets it close.</summary>
    public void Release()
    {
        _isHeld = false;
        _released.SetResult();
    }

    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        int status = await inner.OpenAsync(host, port, cancellationToken);
        _opened.TrySetResult();
        return status;
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => inner.SendAsync(bytes, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken) => inner.ReceiveAsync(window, cancellationToken);

    public async ValueTask CloseAsync()
    {
        if (_isHeld)
        {
            _closing.TrySetResult();
            await _released.Task;
        }

        await inner.CloseAsync();
    }
}
