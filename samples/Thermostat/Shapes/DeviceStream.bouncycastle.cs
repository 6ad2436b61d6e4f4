using IoTC.Transport;
using IoTC.Transport.Sockets;
using IoTC.Transport.Tls;

namespace IoTC.Samples;

/// <summary>The stream to the cloud: TLS by BouncyCastle, which needs nothing of the machine.</summary>
internal static class DeviceStream
{
    public const bool IsUnsecured = false;

    /// <param name="rootsPem">The roots to trust; when empty, those of Azure, which are built in.</param>
    public static IAsyncTransport Create(string rootsPem) =>
        new TlsTransport(new TcpTransport()) { Roots = rootsPem.Length > 0 ? TrustedRoots.FromPem(rootsPem) : TrustedRoots.Azure };
}
