using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>Another transport, whose first attempt is not over when it is cancelled, but when the test says so.</summary>
internal sealed class SlowToGiveUp(IAsyncTransport inner) : IAsyncTransport, ITransportDiagnostics
{
    private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;

    /// <summary>The first attempt is under way.</summary>
    public Task Opening => _opening.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public string LastFailure => ((ITransportDiagnostics)inner).LastFailure;

    /// <summary>Lets the first attempt end.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        bool isFirst = Interlocked.Increment(ref _attempts) == 1;
        ValueTask<int> opening = inner.OpenAsync(host, port, cancellationToken);
        if (!isFirst)
        {
            return await opening;
        }

        _opening.SetResult();
        await _released.Task;
        return await opening;
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => inner.SendAsync(bytes, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken) => inner.ReceiveAsync(window, cancellationToken);

    public ValueTask CloseAsync() => inner.CloseAsync();
}
