using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using IoTC.Conformance;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>Echo servers over TLS.</summary>
internal static class TlsServer
{
    public static EchoServer Start(X509Certificate2 certificate, SslProtocols protocols = SslProtocols.Tls12 | SslProtocols.Tls13, params X509Certificate2[] chain) =>
        new(Options(certificate, protocols, chain));

    public static SslServerAuthenticationOptions Options(X509Certificate2 certificate, SslProtocols protocols, params X509Certificate2[] chain) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, [.. chain], offline: true),
        EnabledSslProtocols = protocols,
    };
}
