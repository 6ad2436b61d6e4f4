using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>Server certificates that must not be taken, of DPS and of the hub.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class CertificateTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task An_untrusted_one_is_refused()
    {
        IoTCOptions options = Options();
        IoTCException failure = await FailAsync(options, new SocketTransport());
        Expect.Failure(failure, options, IoTCError.Tls, "DPS", "not signed by a trusted root", "add the root as PEM", "IoTC Emulator CA");
    }

    [Test]
    public Task An_expired_one_is_refused() =>
        AssertRefusedAsync(TestCertificates.Issue(fromDays: -30, toDays: -1), IoTCError.Tls, "has expired", "clock is ahead");

    [Test]
    public Task One_that_is_not_valid_yet_is_refused() =>
        AssertRefusedAsync(TestCertificates.Issue(fromDays: 1), IoTCError.ClockWrong, "not valid yet", "clock is behind");

    [Test]
    public Task One_for_another_name_is_refused() =>
        AssertRefusedAsync(TestCertificates.Issue("other.example"), IoTCError.Tls, "for another host name", "other.example");

    private async Task AssertRefusedAsync(X509Certificate2 certificate, IoTCError error, params string[] words)
    {
        await using var peer = new TlsPeer(certificate);
        IoTCOptions dps = Options();
        dps.ProvisioningPort = peer.Port;
        Expect.Failure(await FailAsync(dps, Trusting()), dps, error, ["DPS", $"localhost:{peer.Port}", .. words]);

        IoTCOptions hub = HubOptions(Azure.GroupKey);
        hub.HubPort = peer.Port;
        Expect.Failure(await FailAsync(hub, Trusting()), hub, error, ["hub", $"localhost:{peer.Port}", .. words]);
    }

    private static SocketTransport Trusting() => new() { TrustedRootsPem = TestCertificates.AuthorityPem };
}
