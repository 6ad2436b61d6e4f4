namespace IoTC.Transport;

/// <summary>What a transport answers instead of throwing: zero or more is well, negative is an end or a failure.</summary>
/// <remarks>Plain constants, not an enum, so that one <see cref="int"/> carries either a count of bytes or a status, on a board too.</remarks>
public static class TransportStatus
{
    /// <summary>The stream is open.</summary>
    public const int Ok = 0;

    /// <summary>The attempt to open goes on; call <c>Open</c> again with the same host and port.</summary>
    public const int Pending = 1;

    /// <summary>The peer ended the stream in order.</summary>
    public const int Closed = -1;

    /// <summary>The stream failed for a reason that has no status of its own.</summary>
    public const int Failed = -2;

    /// <summary>The peer did not answer within the time limit.</summary>
    public const int TimedOut = -3;

    /// <summary>The host name has no address.</summary>
    public const int NameNotResolved = -4;

    /// <summary>The host answered that nothing listens on this port.</summary>
    public const int Refused = -5;

    /// <summary>No route leads to the host, or this machine has no network.</summary>
    public const int Unreachable = -6;

    /// <summary>The peer or a device between cut the connection.</summary>
    public const int Reset = -7;

    /// <summary>The connection ended without TLS close_notify: the last bytes may be missing.</summary>
    public const int Truncated = -8;

    /// <summary>The HTTP proxy on the way did not open the tunnel: it refused, could not reach the host, or its answer was none.</summary>
    public const int ProxyFailed = -9;

    /// <summary>The HTTP proxy on the way asks for a user name and password, or did not accept them.</summary>
    public const int ProxyAuthentication = -10;

    /// <summary>The server did not accept the WebSocket.</summary>
    public const int UpgradeRefused = -11;

    /// <summary>The TLS handshake failed for a reason other than the server's certificate.</summary>
    public const int TlsHandshakeFailed = -20;

    /// <summary>The server's certificate leads to no trusted root.</summary>
    public const int CertificateUntrusted = -21;

    /// <summary>A certificate of the server's chain has expired, or this device's clock is ahead.</summary>
    public const int CertificateExpired = -22;

    /// <summary>A certificate of the server's chain is not valid yet, or this device's clock is behind.</summary>
    public const int CertificateNotYetValid = -23;

    /// <summary>The server's certificate is for another host name.</summary>
    public const int CertificateWrongHost = -24;

    /// <summary>The server's certificate breaks another rule (usage, signature, constraint).</summary>
    public const int CertificateInvalid = -25;

    /// <summary>The server refused this device's client certificate, or asked for one and got none.</summary>
    public const int ClientCertificateRefused = -26;

    /// <summary>Tells a negative status in words: what happened and what to check.</summary>
    /// <param name="status">A value returned by a transport.</param>
    /// <returns>One sentence without a final stop, in English, for logs and exceptions.</returns>
    public static string Describe(int status)
    {
        switch (status)
        {
            case Ok: return "the connection is open";
            case Pending: return "the connection is being opened";
            case Closed: return "the server closed the connection";
            case TimedOut: return "the server did not answer within the time limit; check the address, the port and any firewall between";
            case NameNotResolved: return "the host name could not be resolved; check its spelling and this device's DNS";
            case Refused: return "the host refused the connection; check the port and that the service is running";
            case Unreachable: return "the host cannot be reached; check this device's network";
            case Reset: return "the connection was cut by the server or on the way";
            case Truncated: return "the connection ended without a TLS close_notify";
            case ProxyFailed: return "the proxy did not open the connection";
            case ProxyAuthentication: return "the proxy asks for a user name and password, or did not accept them";
            case UpgradeRefused: return "the server did not accept the WebSocket; check host, port and path";
            case TlsHandshakeFailed: return "the TLS handshake failed";
            case CertificateUntrusted: return "the server's certificate is not signed by a trusted root; add the root as PEM if this server is meant";
            case CertificateExpired: return "the server's certificate has expired, or this device's clock is ahead";
            case CertificateNotYetValid: return "the server's certificate is not valid yet, or this device's clock is behind";
            case CertificateWrongHost: return "the server's certificate is for another host name";
            case CertificateInvalid: return "the server's certificate is not acceptable";
            case ClientCertificateRefused: return "the server refused this device's certificate";
            default: return "the connection failed";
        }
    }
}
