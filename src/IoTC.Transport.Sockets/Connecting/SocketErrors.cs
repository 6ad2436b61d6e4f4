using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>The one place that tells what a socket's error means.</summary>
internal static class SocketErrors
{
    public static int ToStatus(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => TransportStatus.NameNotResolved,
        SocketError.ConnectionRefused => TransportStatus.Refused,
        SocketError.TimedOut => TransportStatus.TimedOut,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => TransportStatus.Unreachable,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NetworkReset or SocketError.Shutdown => TransportStatus.Reset,
        SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotConnected => TransportStatus.Closed,
        _ => TransportStatus.Failed,
    };

    public static string Describe(SocketError error) => ToStatus(error) switch
    {
        TransportStatus.NameNotResolved => $"the name has no address ({error})",
        TransportStatus.Refused => "the host refused the connection",
        TransportStatus.TimedOut => "no answer in time",
        TransportStatus.Unreachable => $"the host cannot be reached ({error})",
        TransportStatus.Reset => $"the connection was cut ({error})",
        TransportStatus.Closed => "the transport was closed",
        _ => $"socket error {error}",
    };
}
