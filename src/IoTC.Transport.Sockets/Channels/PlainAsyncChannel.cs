using System;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>Plain TCP, awaited. The socket is asked directly: closing shuts it down, which ends the calls inside, so that they need no token.</summary>
/// <remarks>A send is tried at once, as nearly all are taken at once: that is one system call and none of the objects that an awaited send keeps.</remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "Given back at the end of the connection, which every connection has.")]
internal sealed class PlainAsyncChannel : AsyncChannel
{
    private readonly Socket _socket;
    private readonly ReceiveOperation _receive;

    public PlainAsyncChannel(Socket socket)
    {
        _socket = socket;
        _receive = new(this);
    }

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
            count = _socket.TrySend(bytes.Span);
        }
        catch (Exception e)
        {
            _sending.Leave();
            return new(Fail(e, CancellationToken.None));
        }

        if (count == SocketCalls.WouldBlock)
        {
            return EndSendAsync(_socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None));
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

        try
        {
            return _receive.ReceiveAsync(_socket, window);
        }
        catch (Exception e)
        {
            _receiving.Leave();
            return new(Fail(e, CancellationToken.None));
        }
    }

    /// <summary>Ends a receive that nobody can cancel: 0 bytes are the end of the stream.</summary>
    internal int EndReceive(SocketError error, int count)
    {
        int result = error != SocketError.Success ? Fail(new SocketException((int)error), CancellationToken.None)
            : count > 0 ? count
            : Fail(FailureException.ClosedByPeer(), CancellationToken.None);
        _receiving.Leave();
        return result;
    }

    protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            int count = await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            bytes = bytes[count..];
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        int count = await _socket.ReceiveAsync(window, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw FailureException.ClosedByPeer();
    }

    protected override void Interrupt()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already, and with it the calls inside.
        }
    }

    protected override Task EndAsync(bool inOrder)
    {
        _receive.Dispose();
        _socket.End();
        return Task.CompletedTask;
    }
}
