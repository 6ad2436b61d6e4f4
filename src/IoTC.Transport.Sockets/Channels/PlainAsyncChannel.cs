using System;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>Plain TCP, awaited. The socket is asked directly: closing shuts it down, which ends the calls inside, so that they need no token.</summary>
/// <remarks>A send is tried at once, as nearly all are taken at once: that is one system call and none of the objects that an awaited send keeps.</remarks>
internal sealed class PlainAsyncChannel(Socket socket) : AsyncChannel
{
    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return base.SendAsync(bytes, cancellationToken);
        }

        if (!_sending.Enter())
        {
            return new(TransportStatus.Closed);
        }

        int count;
        try
        {
            count = socket.TrySend(bytes.Span);
        }
        catch (Exception e)
        {
            _sending.Leave();
            return new(Fail(e, CancellationToken.None));
        }

        if (count == SocketCalls.WouldBlock)
        {
            return EndSendAsync(socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None));
        }

        _sending.Leave();
        return new(count);
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return base.ReceiveAsync(window, cancellationToken);
        }

        if (!_receiving.Enter())
        {
            return new(TransportStatus.Closed);
        }

        return EndReceiveAsync(socket.ReceiveAsync(window, SocketFlags.None, CancellationToken.None));
    }

    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            int count = await socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            bytes = bytes[count..];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        int count = await socket.ReceiveAsync(window, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw FailureException.ClosedByPeer();
    }

    protected override void Interrupt()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already, and with it the calls inside.
        }
    }

    protected override Task EndAsync(bool inOrder)
    {
        socket.End();
        return Task.CompletedTask;
    }
}
