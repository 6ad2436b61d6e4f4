using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Bench.Tls;

/// <summary>SslStream over a socket, and nothing else; every handshake a full one.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Close gives it back.")]
internal sealed class SslStreamContender : TlsContender
{
    private readonly SslClientAuthenticationOptions _options;
    private SslStream? _tls;

    public SslStreamContender(X509Certificate2 root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(root);
        _options = new() { TargetHost = "127.0.0.1", CertificateChainPolicy = policy, AllowTlsResume = false };
    }

    public override string Name => "SslStream";

    public override void Open(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        _tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        _tls.AuthenticateAsClient(_options);
    }

    public override void Send(byte[] bytes) => _tls!.Write(bytes);

    public override void ReceiveAll(byte[] window) => _tls!.ReadExactly(window);

    public override void Close() => _tls!.Dispose();
}
