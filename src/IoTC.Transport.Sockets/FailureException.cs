using System;
using System.Net.Sockets;
using System.Security.Authentication;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Tls;

namespace IoTC.Transport.Sockets;

/// <summary>How a failure travels inside this library, up to the call that answers with its status and keeps its words.</summary>
internal sealed class FailureException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status => status;

    public static FailureException ClosedByPeer() => new(TransportStatus.Closed, "the server ended the connection");

    public static FailureException ClosedHere() => new(TransportStatus.Closed, "the transport was closed");

    /// <summary>What another transport has answered.</summary>
    public static FailureException Of(IAsyncTransport transport, int status) =>
        new(status < 0 ? status : TransportStatus.Failed, (transport as ITransportDiagnostics)?.LastFailure is { Length: > 0 } reason ? reason : TransportStatus.Describe(status));

    /// <summary>Finds the status of whatever a socket or TLS stream throws.</summary>
    public static FailureException From(Exception exception)
    {
        if (exception is FailureException failure)
        {
            return failure;
        }

        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case FailureException inner:
                    return inner;
                case SocketException socket:
                    return new(SocketErrors.ToStatus(socket.SocketErrorCode), SocketErrors.Describe(socket.SocketErrorCode), exception);
                case ObjectDisposedException or OperationCanceledException:
                    return new(TransportStatus.Closed, "the transport was closed", exception);
            }
        }

        return TlsAlert.TryFind(exception, out TlsAlert alert)
            ? new(alert.ToStatus(), $"the server ended TLS with alert {alert}", exception)
            : new(exception is AuthenticationException ? TransportStatus.TlsHandshakeFailed : TransportStatus.Failed, Innermost(exception), exception);
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return OneLine.Of(exception.Message);
    }
}
