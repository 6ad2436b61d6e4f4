using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>Which TLS a test speaks: that of the platform, that of the platform with the own rules for certificates, or BouncyCastle's.</summary>
public enum Backend
{
    Platform,
    PlatformWithOwnRules,
    BouncyCastle,
}

/// <summary>A transport of either backend, trusting the roots of a test only.</summary>
internal sealed class BackendTransport
{
    private const int StepMs = 20_000;

    public BackendTransport(Backend backend, string rootsPem)
    {
        object transport = backend switch
        {
            Backend.Platform => new SocketTransport { TrustedRootsPem = rootsPem, TrustOnlyGivenRoots = true },
            Backend.PlatformWithOwnRules => new SocketTransport { CertificateValidator = new ServerCertificateValidator(TrustedRoots.FromPem(rootsPem)) },
            _ => new TlsTransport(new TcpTransport()) { Roots = TrustedRoots.FromPem(rootsPem) },
        };
        Blocking = (ITransport)transport;
        Asynchronous = (IAsyncTransport)transport;
    }

    public ITransport Blocking { get; }

    public IAsyncTransport Asynchronous { get; }

    public string LastFailure => ((ITransportDiagnostics)Blocking).LastFailure;

    public int Open(string host, int port) => Blocking.Open(host, port, StepMs);

    /// <summary>Sends a line and gives what comes back first, or a negative status.</summary>
    public async Task<int> ExchangeAsync()
    {
        int sent = await Asynchronous.SendAsync("hello\n"u8.ToArray(), CancellationToken.None);
        return sent < 0 ? sent : await ReceiveAsync();
    }

    public async Task<int> ReceiveAsync() =>
        await Asynchronous.ReceiveAsync(new byte[64], CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromMilliseconds(StepMs));
}
