using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly string[] UsualNames = ["localhost", "global.azure-devices-provisioning.net", "*.azure-devices.net", "*.azure-devices-provisioning.net"];

    private string _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("iotc-emulator-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, true);

    [Test]
    public async Task TheCaOfAFolderIsKeptAndItsKeyIsPrivate()
    {
        string first, second;
        await using (IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { CertificateFolder = _folder }))
        {
            first = azure.RootCertificatePem;
            Assert.That(await File.ReadAllTextAsync(azure.RootCertificatePath!), Is.EqualTo(first));
        }

        await using (IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { CertificateFolder = _folder }))
        {
            second = azure.RootCertificatePem;
            using X509Certificate2 server = await HandshakeAsync(azure, SslProtocols.None, "localhost");
        }

        Assert.That(second, Is.EqualTo(first));
        if (!OperatingSystem.IsWindows())
        {
            string[] keys = Directory.GetFiles(_folder, "*.key.pem");
            Assert.That(keys, Has.Length.EqualTo(2));
            Assert.That(keys.Select(File.GetUnixFileMode), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task OtherNamesMakeAnotherServerCertificateUnderTheSameCa()
    {
        string ca;
        await using (IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { CertificateFolder = _folder }))
        {
            ca = azure.RootCertificatePem;
        }

        await using IoTCEmulator other = await IoTCEmulator.StartAsync(new EmulatorOptions { CertificateFolder = _folder, ExtraNames = ["hub.test", "192.0.2.7"] });
        using X509Certificate2 server = await HandshakeAsync(other, SslProtocols.None, "hub.test");
        X509SubjectAlternativeNameExtension names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(other.RootCertificatePem, Is.EqualTo(ca));
            Assert.That(names.EnumerateDnsNames(), Is.EquivalentTo(UsualNames.Append("hub.test")));
            Assert.That(names.EnumerateIPAddresses(), Is.EquivalentTo(new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("192.0.2.7") }));
        }
    }

    [TestCase(SslProtocols.Tls12, "myhub.azure-devices.net")]
    [TestCase(SslProtocols.Tls13, "global.azure-devices-provisioning.net")]
    public async Task BothProtocolsAndAzuresNames(SslProtocols protocol, string name)
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync();
        using X509Certificate2 server = await HandshakeAsync(azure, protocol, name);
        using ECDsa? key = server.GetECDsaPublicKey();
        Assert.That(key!.KeySize, Is.EqualTo(256));
    }

    [Test]
    public async Task AClientCertificateIsAskedForAndAnyIsTaken()
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 own = new CertificateRequest("CN=dev-1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        bool asked = false;
        using X509Certificate2 server = await HandshakeAsync(azure, SslProtocols.Tls12, "localhost", options => options.LocalCertificateSelectionCallback = (_, _, _, _, _) =>
        {
            asked = true;
            return own;
        });
        Assert.That(asked, Is.True);
    }

    private static async Task<X509Certificate2> HandshakeAsync(IoTCEmulator azure, SslProtocols protocol, string name, Action<SslClientAuthenticationOptions>? more = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, azure.HubPort, limit.Token);
        await using var tls = new SslStream(tcp.GetStream());
        SslClientAuthenticationOptions options = Trust.Options(azure, name);
        options.EnabledSslProtocols = protocol;
        more?.Invoke(options);
        await tls.AuthenticateAsClientAsync(options, limit.Token);
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.GetRawCertData());
    }
}
