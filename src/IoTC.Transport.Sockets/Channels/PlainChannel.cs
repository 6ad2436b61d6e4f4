using System;
using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>Plain TCP, blocking with a limit. The socket is non-blocking and polled, so no call outlasts its deadline.</summary>
internal sealed class PlainChannel(Socket socket) : SyncChannel
{
    public override void Close() => socket.End();

    protected override int Write(ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        while (true)
        {
            int count = socket.TrySend(bytes);
            if (count != SocketCalls.WouldBlock)
            {
                return count;
            }

            if (!socket.WaitFor(SelectMode.SelectWrite, deadline))
            {
                return 0;
            }
        }
    }

    protected override int Read(Span<byte> window, Deadline deadline)
    {
        while (true)
        {
            int count = socket.TryReceive(window);
            if (count != SocketCalls.WouldBlock)
            {
                return count > 0 ? count : throw FailureException.ClosedByPeer();
            }

            if (!socket.WaitFor(SelectMode.SelectRead, deadline))
            {
                return 0;
            }
        }
    }
}
