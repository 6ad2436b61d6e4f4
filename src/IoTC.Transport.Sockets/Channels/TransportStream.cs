using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>An open transport as a stream, for libraries that want one; <paramref name="first"/> is what has been received before.</summary>
/// <remarks>A failure comes out as <see cref="FailureException"/>, also the peer's orderly end: whoever reads here does not expect one.</remarks>
internal sealed class TransportStream(IAsyncTransport transport, ReadOnlyMemory<byte> first) : AwaitedStream
{
    private ReadOnlyMemory<byte> _first = first;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_first.Length > 0)
        {
            int taken = Math.Min(_first.Length, buffer.Length);
            _first[..taken].CopyTo(buffer);
            _first = _first[taken..];
            return taken;
        }

        if (buffer.Length == 0)
        {
            return 0;
        }

        int count = await transport.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw FailureException.Of(transport, count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            int count = await transport.SendAsync(buffer, cancellationToken).ConfigureAwait(false);
            buffer = count >= 0 ? buffer[count..] : throw FailureException.Of(transport, count);
        }
    }
}
