namespace IoTC.Transport.Tls;

/// <summary>What a handshake has agreed on.</summary>
public sealed class TlsConnectionInfo
{
    internal TlsConnectionInfo(string version, string cipherSuite, string applicationProtocol, bool isResumed)
    {
        Version = version;
        CipherSuite = cipherSuite;
        ApplicationProtocol = applicationProtocol;
        IsResumed = isResumed;
    }

    /// <summary><c>TLS 1.3</c> or <c>TLS 1.2</c>.</summary>
    public string Version { get; }

    /// <summary>The IANA name, such as <c>TLS_AES_128_GCM_SHA256</c>.</summary>
    public string CipherSuite { get; }

    /// <summary>What ALPN has chosen, or empty.</summary>
    public string ApplicationProtocol { get; }

    /// <summary>Whether a TLS 1.2 session was taken up again, without certificates being shown anew.</summary>
    public bool IsResumed { get; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() =>
        $"{Version}, {CipherSuite}{(ApplicationProtocol.Length > 0 ? ", " + ApplicationProtocol : "")}{(IsResumed ? ", resumed" : "")}";
}
