using IoTC.Transport;
using IoTC.Transport.Sockets;

namespace IoTC.Samples;

/// <summary>The stream to the cloud: TLS of the platform.</summary>
internal static class DeviceStream
{
    public const bool IsUnsecured = false;

    /// <param name="rootsPem">Roots to trust besides the system's, or empty.</param>
    public static IAsyncTransport Create(string rootsPem) => new SocketTransport { TrustedRootsPem = rootsPem };
}
