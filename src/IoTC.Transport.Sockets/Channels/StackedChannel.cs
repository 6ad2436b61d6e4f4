using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>An open connection of another transport, as it is. Its end is the end of the calls inside, so that they need no token.</summary>
internal class StackedChannel : AsyncChannel
{
    private readonly IAsyncTransport _inner;

    public StackedChannel(IAsyncTransport inner)
    {
        _inner = inner;
        Life.UnsafeRegister(static inner => _ = ((IAsyncTransport)inner!).CloseAsync().AsTask(), inner);
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

    protected override async Task EndAsync(bool inOrder) => await _inner.CloseAsync().ConfigureAwait(false);
}
