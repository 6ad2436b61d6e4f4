using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

public sealed class ConnectorTests
{
    private static readonly IPAddress OtherLoopback = IPAddress.Parse("127.0.0.2");

    [Test]
    public async Task Addresses_are_tried_in_turn_until_one_answers()
    {
        await using EchoServer server = new();
        using Socket socket = await new Connector().ConnectAsync([IPAddress.IPv6Loopback, OtherLoopback, IPAddress.Loopback], server.Port, CancellationToken.None);
        Assert.That(((IPEndPoint)socket.RemoteEndPoint!).Address, Is.EqualTo(IPAddress.Loopback));
        Assert.That(socket.NoDelay, Is.True);
    }

    [Test]
    public void Failure_names_every_address()
    {
        using Ports ports = new();
        FailureException failure = Assert.ThrowsAsync<FailureException>(
            async () => await new Connector().ConnectAsync([OtherLoopback, IPAddress.Loopback], ports.Refusing, CancellationToken.None))!;
        Assert.That(failure.Status, Is.EqualTo(TransportStatus.Refused));
        Assert.That(failure.Message, Does.Contain($"127.0.0.2:{ports.Refusing}: the host refused the connection; 127.0.0.1:{ports.Refusing}: "));
    }

    [Test]
    public void Host_that_does_not_answer_is_pending_until_close()
    {
        using Blackhole blackhole = new();
        TcpTransport transport = new();
        long start = Environment.TickCount64;
        Assert.That(transport.Open("127.0.0.1", blackhole.Port, 50), Is.EqualTo(TransportStatus.Pending));
        Assert.That(transport.Open("127.0.0.1", blackhole.Port, 0), Is.EqualTo(TransportStatus.Pending));
        transport.Close();
        Assert.That(Environment.TickCount64 - start, Is.LessThan(5_000));
    }

    [Test]
    public async Task Another_host_while_pending_abandons_the_first()
    {
        await using EchoServer server = new();
        using Blackhole blackhole = new();
        TcpTransport transport = new();
        Assert.That(transport.Open("127.0.0.1", blackhole.Port, 0), Is.EqualTo(TransportStatus.Pending));
        Assert.That(transport.Open("127.0.0.1", server.Port, 20_000), Is.EqualTo(TransportStatus.Ok));
        Assert.That(() => transport.Open("127.0.0.1", server.Port, 0), Throws.InvalidOperationException, "it is open");
        Assert.That(async () => await transport.OpenAsync("127.0.0.1", server.Port, CancellationToken.None), Throws.InvalidOperationException, "it is open");
        transport.Close();
    }

    [TestCase(SocketError.HostNotFound, TransportStatus.NameNotResolved)]
    [TestCase(SocketError.TryAgain, TransportStatus.NameNotResolved)]
    [TestCase(SocketError.ConnectionRefused, TransportStatus.Refused)]
    [TestCase(SocketError.NetworkUnreachable, TransportStatus.Unreachable)]
    [TestCase(SocketError.HostUnreachable, TransportStatus.Unreachable)]
    [TestCase(SocketError.TimedOut, TransportStatus.TimedOut)]
    [TestCase(SocketError.ConnectionReset, TransportStatus.Reset)]
    [TestCase(SocketError.Shutdown, TransportStatus.Reset)]
    [TestCase(SocketError.OperationAborted, TransportStatus.Closed)]
    [TestCase(SocketError.NoBufferSpaceAvailable, TransportStatus.Failed)]
    public void Socket_errors_have_a_status(SocketError error, int status) =>
        Assert.That(SocketErrors.ToStatus(error), Is.EqualTo(status));

    [Test]
    public void Answer_of_a_host_outweighs_a_missing_route()
    {
        ConnectFailures failures = new();
        failures.Add(new(IPAddress.IPv6Loopback, 1), SocketError.NetworkUnreachable);
        failures.Add(new(IPAddress.Loopback, 1), SocketError.ConnectionRefused);
        failures.Add(new(IPAddress.IPv6Loopback, 1), SocketError.TimedOut);
        Assert.That(failures.ToException().Status, Is.EqualTo(TransportStatus.Refused));
    }
}
