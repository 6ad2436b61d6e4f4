using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>An open connection of another transport, as it is. Its end is the end of the calls inside, so that they need no token.</summary>
internal class StackedChannel : AsyncChannel
{
    private readonly IAsyncTransport _inner;

    // Closed once: who closes a transport a second time need not be told when the first is done.
    private readonly Lazy<Task> _innerClosed;

    public StackedChannel(IAsyncTransport inner)
    {
        _inner = inner;
        _innerClosed = new(() => inner.CloseAsync().AsTask());
        Life.UnsafeRegister(static closed => _ = ((Lazy<Task>)closed!).Value, _innerClosed);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            int count = await _inner.SendAsync(bytes, CancellationToken.None).ConfigureAwait(false);
            bytes = count >= 0 ? bytes[count..] : throw FailureException.Of(_inner, count);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        int count = await _inner.ReceiveAsync(window, CancellationToken.None).ConfigureAwait(false);
        return count > 0 ? count : throw FailureException.Of(_inner, count);
    }

    protected override Task EndAsync(bool inOrder) => _innerClosed.Value;
}
