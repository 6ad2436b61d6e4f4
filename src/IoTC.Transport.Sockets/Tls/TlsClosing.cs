using System;
using System.Net.Security;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>The end of a TLS stream: ours, told with close_notify, and the peer's without it.</summary>
internal static class TlsClosing
{
    public static FailureException Truncated() =>
        new(TransportStatus.Truncated, "the connection ended without a TLS close_notify");

    /// <summary>Sends close_notify if the socket takes it at once, and gives the socket back. Never throws.</summary>
    public static void End(SocketStream stream, SslStream tls, bool inOrder)
    {
        stream.IsClosing = true;
        try
        {
            if (inOrder)
            {
                // Complete when it returns: a closing stream writes without waiting.
                tls.ShutdownAsync().GetAwaiter().GetResult();
            }
        }
        catch (Exception)
        {
            // The peer was first, or the stream is broken: there is nobody to tell.
        }

        tls.Dispose();
    }
}
