using IoTC.Transport;
using IoTC.Transport.Sockets;

namespace IoTC.Samples;

/// <summary>The stream to the cloud: nothing but TCP, for a test or to something on this machine that does TLS.</summary>
internal static class DeviceStream
{
    public const bool IsUnsecured = true;

    public static IAsyncTransport Create(string rootsPem) => new TcpTransport();
}
