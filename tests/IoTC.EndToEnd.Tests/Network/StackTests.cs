using System.IO;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport;
using IoTC.Transport.Sockets;
using IoTC.Transport.Tls;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>WebSocket and file upload over either TLS, with a token and with a client certificate.</summary>
public sealed class StackTests : NetworkFixture
{
    [Test]
    public async Task WebSocketAndFilesOverEitherTls([Values] bool isBouncyCastle, [Values] bool hasCertificate)
    {
        IoTCOptions options = Options();
        if (hasCertificate)
        {
            DeviceCertificate made = Azure.AddX509Device(Id);
            options.Credential = DeviceCredential.X509(ClientCertificate.FromPem(made.CertificatePem, made.PrivateKeyPem));
        }

        IAsyncTransport tls = isBouncyCastle ? new TlsTransport(new TcpTransport()) { Roots = TrustedRoots.FromPem(Azure.RootCertificatePem) } : Tls();
        await using IoTCAsyncClient client = new(options, new WebSocketTransport(tls) { MqttPort = Azure.HubHttpsPort }, Log);
        await Limit.Of(20, client.ConnectAsync());
        await client.SendTelemetryAsync("{}");
        await Limit.Of(20, client.UploadFileAsync("a.bin", new MemoryStream(new byte[100_000])));
        Assert.That(Azure.Device(Id).TelemetryCount, Is.EqualTo(1));
        Assert.That(Azure.Device(Id).FindFile("a.bin")!.Content, Has.Length.EqualTo(100_000));
    }

    [Test]
    public async Task FilesWithoutWebSocketOverBouncyCastle()
    {
        IoTCOptions options = Options();
        options.HubPort = Azure.HubPort;
        await using IoTCAsyncClient client = new(options, new TlsTransport(new TcpTransport()) { Roots = TrustedRoots.FromPem(Azure.RootCertificatePem) }, Log);
        await Limit.Of(20, client.ConnectAsync());
        await Limit.Of(20, client.UploadFileAsync("b.bin", new MemoryStream(new byte[10])));
        Assert.That(Azure.Device(Id).FindFile("b.bin")!.Content, Has.Length.EqualTo(10));
    }
}
