using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>A <see cref="ClientCertificate"/> in each form, presented to a server; and each fault of one, told at once.</summary>
public sealed class ClientCertificateFormTests
{
    private const string Password = DeviceCertificate.Password;

    private static readonly TestPki Root = TestPki.CreateRoot();
    private static readonly TestPki Intermediate = Root.CreateIntermediate();
    private static readonly DeviceCertificate Ec = new(Intermediate);
    private static readonly DeviceCertificate Rsa = new(Intermediate, isRsa: true);

    private static IEnumerable<TestCaseData> Forms()
    {
        foreach ((string kind, DeviceCertificate device) in new[] { ("EC", Ec), ("RSA", Rsa) })
        {
            string chain = device.Pem + Intermediate.Pem;
            yield return Form($"{kind}, PKCS#8", ClientCertificate.FromPem(chain, device.Pkcs8Pem));
            yield return Form($"{kind}, PKCS#8 encrypted", ClientCertificate.FromPem(chain, device.EncryptedPem, Password));
            yield return Form($"{kind}, PKCS#1 or SEC 1", ClientCertificate.FromPem(chain, device.OwnPem));
            yield return Form($"{kind}, one text for both", ClientCertificate.FromPem(device.OwnPem + "\n" + chain, device.OwnPem + "\n" + chain));
            yield return Form($"{kind}, PKCS#12", ClientCertificate.FromPkcs12(device.Pkcs12(Password, Intermediate.Certificate), Password));
            yield return Form($"{kind}, PKCS#12 without a password", ClientCertificate.FromPkcs12(device.Pkcs12(null, Intermediate.Certificate)));
        }

        static TestCaseData Form(string name, ClientCertificate certificate) => new TestCaseData(certificate).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Forms))]
    public async Task Certificate_and_chain_reach_the_server(ClientCertificate certificate)
    {
        string? subject = null;
        int chainLength = 0;
        SslServerAuthenticationOptions options = TlsServer.Options(Root.Issue(), SslProtocols.None);
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, shown, chain, _) =>
        {
            subject = shown?.Subject;
            chainLength = chain?.ChainPolicy.ExtraStore.Count ?? 0;
            return shown is not null;
        };
        await using EchoServer server = new(options);
        SocketTransport transport = new() { TrustedRootsPem = Root.Pem };
        transport.SetClientCertificate(certificate);
        int status = await transport.OpenAsync("localhost", server.Port, CancellationToken.None);
        Assert.That(status, Is.Zero, transport.LastFailure);
        Assert.That(await transport.SendAsync(new byte[1], CancellationToken.None), Is.EqualTo(1));
        Assert.That(await transport.ReceiveAsync(new byte[1], CancellationToken.None), Is.EqualTo(1), transport.LastFailure);
        await transport.CloseAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(subject, Is.EqualTo("O=Contoso, CN=device-1"));
            Assert.That(chainLength, Is.EqualTo(1));
            Assert.That(certificate.CommonName, Is.EqualTo("device-1"));
        }
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        string key = Ec.Pkcs8Pem;
        DeviceCertificate old = new(Intermediate, end: TimeSpan.FromDays(-3));
        yield return Fault(ClientCertificate.FromPem("-----BEGIN NOTHING-----", key), "holds no certificate");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem.Replace("-----END", "----END", StringComparison.Ordinal), key), "certificate 1 is damaged");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key), "certificate 2 is damaged");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, Ec.Pem), "has no private key");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, key.Replace("-----END", "", StringComparison.Ordinal)), "key cannot be read: its PEM is damaged");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), "damaged, or of a kind that is neither RSA nor EC");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----"), "openssl pkcs8 -topk8");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, new DeviceCertificate(Intermediate).Pkcs8Pem), "not that of the client certificate (O=Contoso, CN=device-1)");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, Rsa.Pkcs8Pem), "not that of the client certificate");
        yield return Fault(ClientCertificate.FromPem(Rsa.Pem, Ec.OwnPem), "not that of the client certificate");
        yield return Fault(ClientCertificate.FromPem(Intermediate.Pem + "\n" + Ec.Pem, key), "device's certificate first");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, Ec.EncryptedPem), "is encrypted and needs a password");
        yield return Fault(ClientCertificate.FromPem(Ec.Pem, Ec.EncryptedPem, "wrong"), "the password is wrong");
        yield return Fault(ClientCertificate.FromPem(old.Pem, old.Pkcs8Pem), $"expired on {old.Certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
        yield return Fault(ClientCertificate.FromPkcs12(old.Pkcs12(Password), Password), "expired on");
        yield return Fault(ClientCertificate.FromPkcs12(Ec.Pkcs12(Password), "wrong"), "the password is wrong");
        yield return Fault(ClientCertificate.FromPkcs12(Ec.Pkcs12(Password)), "needs a password");
        yield return Fault(ClientCertificate.FromPkcs12([1, 2, 3]), "something else than PKCS#12");
        yield return Fault(ClientCertificate.FromPkcs12(Ec.Pkcs12(Password)[..^40], Password), "PKCS#12 file cannot be");
        yield return Fault(ClientCertificate.FromPkcs12(new X509Certificate2Collection(Ec.Certificate).Export(X509ContentType.Pkcs12)!), "holds no private key");

        static TestCaseData Fault(ClientCertificate certificate, string words) => new TestCaseData(certificate, words).SetArgDisplayNames(words);
    }

    [TestCaseSource(nameof(Faults))]
    public void A_fault_is_told_in_one_sentence_without_a_secret(ClientCertificate certificate, string words)
    {
        SocketTransport transport = new();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => transport.SetClientCertificate(certificate))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Message, Does.Contain(words).And.EndWith(".").Or.EndWith("'."));
            Assert.That(refused.Message, Does.Not.Contain("\n"));
            Assert.That(refused.ToString(), Does.Not.Contain(Password).And.Not.Contain("wrong'"));
            Assert.That(transport.ClientCertificate, Is.Null);
        }
    }
}
