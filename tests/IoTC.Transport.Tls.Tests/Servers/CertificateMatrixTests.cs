using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>Good and bad certificates made by openssl: both backends come to the same verdict, for the right reason.</summary>
[TestFixture(Backend.Platform)]
[TestFixture(Backend.PlatformWithOwnRules)]
[TestFixture(Backend.BouncyCastle)]
public sealed class CertificateMatrixTests(Backend backend)
{
    private static readonly string[] Roots = ["root", "expired-root", "short-root", "bound-root"];

    private static IEnumerable<TestCaseData> Good =>
    [
        Accepted("good middle"), Accepted("good-direct"), Accepted("good-direct", "127.0.0.1"), Accepted("good-P-384"), Accepted("good-P-521"),
        Accepted("good-rsa-2048"), Accepted("good-rsa-3072"), Accepted("good-rsa-4096"),
        Accepted("good middle root").SetName("Good: with its root"), Accepted("good-cross cross").SetName("Good: cross-signed"),
        Accepted("good-long long-6 long-5 long-4 long-3 long-2 long-1").SetName("Good: six intermediates"),
        Accepted("good-long long-1 long-3 long-5 long-2 long-4 long-6").SetName("Good: six intermediates in any order"),
    ];

    private static IEnumerable<TestCaseData> Bad =>
    [
        Refused("expired-leaf", TransportStatus.CertificateExpired, "CN=expired-leaf .*expired 20.*clock"),
        Refused("under-expired-middle expired-middle", TransportStatus.CertificateExpired, "CN=expired-middle .*expired 20.*clock"),
        Refused("under-expired-root", TransportStatus.CertificateExpired, "CN=expired-root .*expired 20.*clock"),
        Refused("future-leaf", TransportStatus.CertificateNotYetValid, "CN=future-leaf .*not valid before 20.*clock"),
        Refused("wrong-host", TransportStatus.CertificateWrongHost, "other.example.*localhost"),
        Refused("wrong-address", TransportStatus.CertificateWrongHost, @"127\.0\.0\.2.*127\.0\.0\.1", "127.0.0.1"),
        Refused("address-as-name", TransportStatus.CertificateWrongHost, @"127\.0\.0\.1", "127.0.0.1"),
        Refused("common-name-only", TransportStatus.CertificateWrongHost, "CN=localhost .*no host"),
        Refused("lone-wildcard", TransportStatus.CertificateWrongHost, @"\*.*localhost"),
        Refused("wildcard-inside", TransportStatus.CertificateWrongHost, @"local\*.*localhost"),
        Refused("wildcard-before", TransportStatus.CertificateWrongHost, @"\*host.*localhost"),
        Refused("nul-in-name", TransportStatus.CertificateInvalid, "CN=nul-in-name .*not printable ASCII"),
        Refused("self-signed", TransportStatus.CertificateUntrusted, "CN=self-signed .*self-signed"),
        Refused("untrusted", TransportStatus.CertificateUntrusted, "CN=other-root"),
        Refused("untrusted other-root", TransportStatus.CertificateUntrusted, "CN=other-root"),
        Refused("good", TransportStatus.CertificateUntrusted, "CN=middle"),
        Refused("good! middle", TransportStatus.CertificateInvalid, "CN=good .*[Ss]ignature"),
        Refused("good middle!", TransportStatus.CertificateInvalid, "CN=middle .*[Ss]ignature"),
        Refused("under-no-authority no-authority", TransportStatus.CertificateInvalid, "CN=.*authority"),
        Refused("too-long short-middle", TransportStatus.CertificateInvalid, "CN=.*(BasicConstraints|allows 0 authorities below it)"),
        Refused("not-permitted bound-middle", TransportStatus.CertificateInvalid, "CN=.*(NameConstraint|name constraint)"),
        Refused("excluded bound-excluding", TransportStatus.CertificateInvalid, "CN=.*(NameConstraint|name constraint)"),
        Refused("not-permitted-by-root", TransportStatus.CertificateInvalid, "CN=.*(NameConstraint|name constraint)"),
        Refused("client-only", TransportStatus.CertificateInvalid, "CN=client-only .*extended key usage"),
        Refused("under-client-middle client-middle", TransportStatus.CertificateInvalid, "CN=.*extended key usage"),
        Refused("no-signing", TransportStatus.CertificateInvalid, "CN=no-signing .*key usage"),
        Refused("unknown-critical", TransportStatus.CertificateInvalid, "CN=unknown-critical .*([Cc]ritical)"),
        Refused("weak-key", TransportStatus.CertificateInvalid, "CN=weak-key .*1024"),
        Refused("under-weak-middle weak-middle", TransportStatus.CertificateInvalid, "CN=weak-middle .*1024"),
        Refused("sha1-leaf", TransportStatus.CertificateInvalid, "CN=sha1-leaf .*(SHA-1|weak|sha1)"),
        Refused("under-sha1-middle sha1-middle", TransportStatus.CertificateInvalid, "CN=sha1-middle .*(SHA-1|weak|sha1)"),
    ];

    [TestCaseSource(nameof(Good))]
    public async Task Is_accepted(string chain, string host)
    {
        CertificateFolder folder = CertificateFolder.Get();
        string[] names = chain.Split(' ');
        await using BouncyCastleServer server = new(folder.Chain(names), folder.KeyFileOf(names[0]));
        BackendTransport transport = Create(folder);
        Assert.That(transport.Open(host, server.Port), Is.Zero, transport.LastFailure);
        transport.Blocking.Close();
        Assert.That(await transport.Asynchronous.OpenAsync(host, server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        Assert.That(await transport.ExchangeAsync(), Is.EqualTo(6), transport.LastFailure);
        await transport.Asynchronous.CloseAsync();
    }

    /// <summary>X509Chain takes the first way up that it sees, which here ends at a root of nobody; the own rules try the others.</summary>
    [Test]
    public async Task Another_way_up_is_found_by_the_own_rules()
    {
        CertificateFolder folder = CertificateFolder.Get();
        await using BouncyCastleServer server = new(folder.Chain(["good-cross", "other-root", "cross"]), folder.KeyFileOf("good-cross"));
        BackendTransport transport = Create(folder);
        int expected = backend == Backend.Platform ? TransportStatus.CertificateUntrusted : TransportStatus.Ok;
        Assert.That(transport.Open("localhost", server.Port), Is.EqualTo(expected), transport.LastFailure);
        transport.Blocking.Close();
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Is_refused(string chain, string host, int status, string reason)
    {
        CertificateFolder folder = CertificateFolder.Get();
        string[] names = chain.Split(' ');
        await using BouncyCastleServer server = new(folder.Chain(names), folder.KeyFileOf(names[0]));
        BackendTransport transport = Create(folder);
        int actual = await transport.Asynchronous.OpenAsync(host, server.Port, CancellationToken.None);
        Assert.That((actual, transport.LastFailure), Is.EqualTo((status, transport.LastFailure)));
        Assert.That(transport.LastFailure, Does.Match(reason).And.Not.EndsWith("."));
        Assert.That(transport.Open(host, server.Port), Is.EqualTo(status), "the blocking face");
        Assert.That(transport.LastFailure, Does.Match(reason));
    }

    private BackendTransport Create(CertificateFolder folder) =>
        new(backend, string.Join('\n', System.Array.ConvertAll(Roots, folder.Pem)));

    private static TestCaseData Accepted(string chain, string host = "localhost") => new(chain, host);

    private static TestCaseData Refused(string chain, int status, string reason, string host = "localhost") => new(chain, host, status, reason);
}
