using System;
using System.Text;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>Servers that answer, but not what they should.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class BadAnswerTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task DPS_answers_a_page()
    {
        Azure.Faults.NextDps(DpsFault.NonJsonBody());
        await AssertDpsAsync(IoTCError.ProtocolViolation, "not a JSON object", "Check that ProvisioningHost", "proxy");
    }

    [Test]
    public async Task DPS_answers_too_much()
    {
        Azure.Faults.NextDps(DpsFault.OversizeBody(4 * 1024 * 1024));
        await AssertDpsAsync(IoTCError.ProtocolViolation, "too long", "Check that ProvisioningHost");
    }

    [Test]
    public async Task DPS_hangs_up()
    {
        Azure.Faults.NextDps(DpsFault.CloseWithoutAnswer(), int.MaxValue);
        IoTCOptions options = Options();
        IoTCException failure = await FailAsync(options);
        // With what was sent unread, the kernel sends RST instead of FIN.
        Assert.That(failure.Error, Is.AnyOf(IoTCError.ServerClosed, IoTCError.Network));
        Expect.Failure(failure, options, failure.Error, "DPS", "the connection");
    }

    [Test]
    public async Task DPS_takes_too_long()
    {
        Azure.Faults.NextDps(DpsFault.Delay(TimeSpan.FromSeconds(3)));
        await AssertDpsAsync(IoTCError.TimedOut, "did not answer within the time limit", "Check the network");
    }

    [Test]
    public async Task DPS_speaks_something_else()
    {
        await using var peer = new TlsPeer(TestCertificates.Issue(), Encoding.ASCII.GetBytes("220 smtp.example ESMTP\r\n"));
        IoTCOptions options = Options();
        options.ProvisioningPort = peer.Port;
        IoTCException failure = await FailAsync(options, new() { TrustedRootsPem = TestCertificates.AuthorityPem });
        Expect.Failure(failure, options, IoTCError.ProtocolViolation, "DPS", "status line", "Check that ProvisioningHost");
    }

    [TestCase("no host/../x")]
    [TestCase("a..b")]
    [TestCase("a:b:c")]
    [TestCase("-a-")]
    public async Task DPS_assigns_a_hub_that_is_no_host(string host)
    {
        Azure.AddEnrollment(new Enrollment { RegistrationId = Id, PrimaryKey = Azure.DeriveDeviceKey(Id), AssignedHub = host });
        IoTCOptions options = Options();
        IoTCException failure = await FailAsync(options);
        Assert.That(failure.Error, Is.AnyOf(IoTCError.ProtocolViolation, IoTCError.Network, IoTCError.NameNotResolved));
        Expect.Failure(failure, options, failure.Error, "heck");
    }

    [Test]
    public async Task DPS_answers_in_chunks()
    {
        Azure.Faults.NextDps(DpsFault.ChunkedBody(), 2);
        ITestDevice device = await ConnectAsync();
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    [Test]
    public async Task DPS_is_busy_for_a_while()
    {
        Azure.Faults.NextDps(DpsFault.Status(429, 0), 2);
        Azure.Faults.NextDps(DpsFault.Status(500, 0));
        ITestDevice device = await ConnectAsync();
        Assert.That(device.Connection.Status, Is.EqualTo(ConnectionStatus.Connected));
    }

    // Type 0; CONNACK with a reserved bit; a Remaining Length of five bytes; a PUBLISH before CONNACK; PUBACK with flags; an HTTP answer.
    [TestCase("0000")]
    [TestCase("20020200")]
    [TestCase("20FFFFFFFF01")]
    [TestCase("3003000161")]
    [TestCase("41020001")]
    [TestCase("485454502F312E3120343030")]
    public async Task The_hub_sends_a_malformed_packet(string hex)
    {
        await using var peer = new TlsPeer(TestCertificates.Issue(), Convert.FromHexString(hex));
        IoTCOptions options = HubOptions(Azure.GroupKey);
        options.HubPort = peer.Port;
        IoTCException failure = await FailAsync(options, new() { TrustedRootsPem = TestCertificates.AuthorityPem });
        Expect.Failure(failure, options, IoTCError.ProtocolViolation, $"localhost:{peer.Port}", "broke the protocol");
    }

    [Test]
    public async Task The_hub_never_answers_CONNECT()
    {
        await using var peer = new TlsPeer(TestCertificates.Issue());
        IoTCOptions options = HubOptions(Azure.GroupKey);
        (options.HubPort, options.ConnackTimeoutMs) = (peer.Port, 300);
        IoTCException failure = await FailAsync(options, new() { TrustedRootsPem = TestCertificates.AuthorityPem });
        Expect.Failure(failure, options, IoTCError.TimedOut, $"localhost:{peer.Port}", "did not answer CONNECT");
    }

    [Test]
    public async Task The_hub_is_not_available()
    {
        Azure.Faults.NextConnect(3);
        await AssertDpsAsync(IoTCError.ServiceUnavailable, "CONNACK 3", "server unavailable");
    }

    private async Task AssertDpsAsync(IoTCError error, params string[] words)
    {
        IoTCOptions options = Options();
        options.ProvisioningResponseTimeoutMs = 500;
        Expect.Failure(await FailAsync(options), options, error, words);
    }
}
