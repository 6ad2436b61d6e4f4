using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>What the client shows: its certificate, its intermediates, the host name it asks for.</summary>
public sealed class ClientCertificateTests
{
    private readonly TestPki _root = TestPki.CreateRoot();
    private string? _seenSubject;
    private int _seenChainLength;
    private string? _seenServerName;

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task Certificate_and_intermediates_are_sent(SslProtocols protocol)
    {
        TestPki intermediate = _root.CreateIntermediate();
        using X509Certificate2 device = intermediate.Issue(new() { CommonName = "device-1", ExtendedKeyUsage = TestPki.ClientAuthentication });
        await using EchoServer server = new(Options(protocol));
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem, ClientCertificate = device, ClientCertificateChain = [intermediate.Certificate] };
        Assert.That(await EchoAsync(transport, server), Is.EqualTo(1), transport.LastFailure);
        Assert.That(_seenSubject, Is.EqualTo("CN=device-1"));
        Assert.That(_seenChainLength, Is.EqualTo(1));
        Assert.That(await EchoAsync(transport, server), Is.EqualTo(1), "a second connection");
    }

    [TestCase(SslProtocols.Tls12)]
    [TestCase(SslProtocols.Tls13)]
    public async Task Server_that_insists_gets_none_and_the_connection_fails(SslProtocols protocol)
    {
        await using EchoServer server = new(Options(protocol));
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem };
        Assert.That(await EchoAsync(transport, server), Is.Negative);
        Assert.That(_seenSubject, Is.Null);
        Assert.That(transport.LastFailure, Is.Not.Empty);
    }

    [Test]
    public async Task Host_name_is_sent()
    {
        SslServerAuthenticationOptions options = new()
        {
            ServerCertificateSelectionCallback = (_, name) =>
            {
                _seenServerName = name;
                return _root.Issue();
            },
        };
        await using EchoServer server = new(options);
        Assert.That(await EchoAsync(new() { TrustedRootsPem = _root.Pem }, server), Is.EqualTo(1));
        Assert.That(_seenServerName, Is.EqualTo("localhost"));
    }

    private static async Task<int> EchoAsync(SocketTransport transport, EchoServer server)
    {
        int status = await transport.OpenAsync("localhost", server.Port, CancellationToken.None);
        status = status < 0 ? status : await transport.SendAsync(new byte[1], CancellationToken.None);
        status = status < 0 ? status : await transport.ReceiveAsync(new byte[1], CancellationToken.None);
        await transport.CloseAsync();
        return status;
    }

    private SslServerAuthenticationOptions Options(SslProtocols protocol)
    {
        SslServerAuthenticationOptions options = TlsServer.Options(_root.Issue(), protocol);
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            _seenSubject = certificate?.Subject;
            _seenChainLength = chain?.ChainPolicy.ExtraStore.Count ?? 0;
            return certificate is not null;
        };
        return options;
    }
}
