using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Connecting;

/// <summary>A host with several addresses: their order, and how long each may take.</summary>
public sealed class AddressTests
{
    [TestCase("6a 6b 4a 4b", "6a 4a 6b 4b")]
    [TestCase("4a 4b 4c 6a", "4a 6a 4b 4c")]
    [TestCase("6a 4a 4b 4c 6b", "6a 4a 6b 4b 4c")]
    [TestCase("4a 4b 4c", "4a 4b 4c")]
    [TestCase("6a 4a", "6a 4a")]
    [TestCase("4a", "4a")]
    public void Families_are_tried_by_turns(string given, string expected) =>
        Assert.That(string.Join(' ', AddressOrder.Alternate([.. given.Split(' ').Select(Parse)]).Select(Name)), Is.EqualTo(expected));

    [Test]
    public async Task Address_that_does_not_answer_costs_its_limit_only([Values] bool isBlocking)
    {
        await using EchoServer server = new();
        using Blackhole blackhole = new();
        TcpTransport transport = Create([IPAddress.Parse("127.0.0.3"), IPAddress.Loopback], endpoint => endpoint.Address.Equals(IPAddress.Loopback) ? server.Port : blackhole.Port);
        transport.AddressTimeLimitMs = 50;
        long start = Stopwatch.GetTimestamp();
        int status = isBlocking ? transport.Open("several.example", 8883, 20_000) : await transport.OpenAsync("several.example", 8883, CancellationToken.None);
        Assert.That(status, Is.EqualTo(TransportStatus.Ok), transport.LastFailure);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(4)), "well below the limit at first");
        if (isBlocking)
        {
            transport.Close();
        }
        else
        {
            await transport.CloseAsync();
        }
    }

    [Test]
    public async Task Last_address_has_the_callers_time()
    {
        using Blackhole blackhole = new();
        TcpTransport transport = Create([IPAddress.Parse("127.0.0.3"), IPAddress.Loopback], _ => blackhole.Port);
        transport.AddressTimeLimitMs = 20;
        using CancellationTokenSource limit = new(200);
        long start = Stopwatch.GetTimestamp();
        Assert.That(async () => await transport.OpenAsync("several.example", 8883, limit.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Stopwatch.GetElapsedTime(start), Is.GreaterThan(TimeSpan.FromMilliseconds(150)));
        await transport.CloseAsync();
    }

    [Test]
    public async Task Every_address_that_failed_is_told()
    {
        using Ports ports = new();
        using Blackhole blackhole = new();
        TcpTransport transport = Create([IPAddress.Parse("127.0.0.3"), IPAddress.Loopback], endpoint => endpoint.Address.Equals(IPAddress.Loopback) ? ports.Refusing : blackhole.Port);
        transport.AddressTimeLimitMs = 20;
        Assert.That(await transport.OpenAsync("several.example", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.Refused));
        Assert.That(transport.LastFailure, Is.EqualTo("127.0.0.3:8883: no answer in time; 127.0.0.1:8883: the host refused the connection"));
    }

    [Test]
    public async Task IPv6_literal_is_a_host()
    {
        using Socket listener = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException)
        {
            Assert.Ignore("this machine has no IPv6 loopback");
        }

        listener.Listen();
        TcpTransport transport = new();
        Assert.That(await transport.OpenAsync("::1", ((IPEndPoint)listener.LocalEndPoint!).Port, CancellationToken.None), Is.EqualTo(TransportStatus.Ok), transport.LastFailure);
        await transport.CloseAsync();
    }

    [Test]
    public void Limit_is_at_least_a_millisecond() =>
        Assert.That(() => new TcpTransport { AddressTimeLimitMs = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());

    /// <summary>A transport for which a name has these addresses, each of them on a port of this machine.</summary>
    private static TcpTransport Create(IPAddress[] addresses, Func<IPEndPoint, int> portOf)
    {
        Connector real = new();
        return new()
        {
            Connector = new()
            {
                Resolve = (_, _) => Task.FromResult(addresses),
                Connect = (endpoint, token) => real.Connect(new(IPAddress.Loopback, portOf(endpoint)), token),
            },
        };
    }

    private static IPAddress Parse(string name) => IPAddress.Parse(name[0] == '6' ? $"2001:db8::{name[1]}" : $"10.0.0.{name[1] - 'a' + 1}");

    private static string Name(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"6{address.ToString()[^1]}" : $"4{(char)('a' + address.GetAddressBytes()[3] - 1)}";
}
