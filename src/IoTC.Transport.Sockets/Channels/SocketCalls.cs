using System;
using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>Calls on a non-blocking socket that answer "would block" with -1, and the wait for its end.</summary>
internal static class SocketCalls
{
    public const int WouldBlock = -1;

    private const int MaxPollMs = int.MaxValue / 1000;

    /// <summary>Gives the bytes received, 0 at the end of the stream, or <see cref="WouldBlock"/>.</summary>
    public static int TryReceive(this Socket socket, Span<byte> window)
    {
        int count = socket.Receive(window, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? count : WouldBlockOrThrow(error);
    }

    /// <summary>Gives the bytes taken, or <see cref="WouldBlock"/>.</summary>
    public static int TrySend(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        int count = socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error == SocketError.Success ? count : WouldBlockOrThrow(error);
    }

    /// <summary>Waits until the socket can be read or written, or has failed; <see langword="false"/> when the time was over first.</summary>
    public static bool WaitFor(this Socket socket, SelectMode mode, Deadline deadline)
    {
        int remainingMs;
        while ((remainingMs = deadline.RemainingMs) > 0)
        {
            if (socket.Poll(Math.Min(remainingMs, MaxPollMs) * 1000, mode))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sends FIN after what was sent, and gives the handle back. Never throws.</summary>
    public static void End(this Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was first.
        }

        socket.Dispose();
    }

    private static int WouldBlockOrThrow(SocketError error) =>
        error == SocketError.WouldBlock ? WouldBlock : throw new SocketException((int)error);
}
