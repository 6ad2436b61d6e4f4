using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>One receive after the other, awaited: all that a connection keeps for it, and nothing is allocated.</summary>
/// <param name="channel">Told how a receive has ended, before whoever awaits it; gives what it answers.</param>
/// <remarks>Socket's own awaitable calls keep as much again, the address of the peer among it, and leave the exceptions to a state machine above them.</remarks>
internal sealed class ReceiveOperation(PlainAsyncChannel channel) : SocketAsyncEventArgs(true), IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;

    /// <summary>Receives; one at a time.</summary>
    /// <exception cref="ObjectDisposedException">The socket, or this operation, has been given back.</exception>
    public ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> window)
    {
        _core.Reset();
        SetBuffer(window);
        return socket.ReceiveAsync(this) ? new(this, _core.Version) : new(channel.EndReceive(SocketError, BytesTransferred));
    }

    int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => _core.SetResult(channel.EndReceive(SocketError, BytesTransferred));
}
