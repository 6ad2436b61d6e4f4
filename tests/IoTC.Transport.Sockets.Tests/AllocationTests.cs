using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

/// <summary>Nothing is allocated for a message, in either face, nor for waiting in vain.</summary>
[TestFixture(SslProtocols.None)]
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class AllocationTests(SslProtocols protocol)
{
    private const int Messages = 1_000;
    private const int Rounds = 30;
    private const int PatienceMs = 20_000;

    private readonly TestPki _root = TestPki.CreateRoot();
    private readonly byte[] _message = new byte[100];
    private readonly byte[] _window = new byte[4_096];
    private EchoServer _server = null!;

    [SetUp]
    public void Start() => _server = protocol == SslProtocols.None ? new() : TlsServer.Start(_root.Issue(), protocol);

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public void Blocking_echo_allocates_nothing()
    {
        SocketTransportBase transport = Create();
        Assert.That(transport.Open("localhost", _server.Port, PatienceMs), Is.Zero);
        long allocated = LeastOf(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Echo(transport);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        transport.Close();
        Assert.That(allocated, Is.Zero, $"bytes for {Messages} messages");
    }

    [Test]
    public void Blocking_idleness_allocates_nothing()
    {
        SocketTransportBase transport = Create();
        Assert.That(transport.Open("localhost", _server.Port, PatienceMs), Is.Zero);
        Assert.That(transport.Send(_message, 0, 1, PatienceMs), Is.EqualTo(1));
        Assert.That(transport.Receive(_window, 0, 1, PatienceMs), Is.EqualTo(1));
        int received = 0;
        long allocated = LeastOf(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            received |= Idle(transport);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        transport.Close();
        Assert.That(received, Is.Zero);
        Assert.That(allocated, Is.Zero, $"bytes for {Messages} looks");
    }

    [Test]
    public async Task Asynchronous_echo_allocates_nothing()
    {
        SocketTransportBase transport = Create();
        using CancellationTokenSource cancellation = new();
        Assert.That(await transport.OpenAsync("localhost", _server.Port, cancellation.Token), Is.Zero);

        // On the pool: the test framework's own context allocates for each continuation.
        long allocated = await Task.Run(() => LeastOfAsync(async () =>
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await EchoAsync(transport, cancellation.Token);
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / Messages;
        }));
        await transport.CloseAsync();

        // The whole process is counted, the server too: less than a byte for a message is noise. Without optimisation the compiler makes classes of
        // asynchronous calls; then only their number is held.
        Assert.That(allocated, Is.LessThan(IsOptimized ? 1 : 1_500), "bytes for a message");
    }

    private static bool IsOptimized =>
        !typeof(SocketTransport).Assembly.GetCustomAttributes<DebuggableAttribute>().Any(static attribute => attribute.IsJITOptimizerDisabled);

    private SocketTransportBase Create() =>
        protocol == SslProtocols.None ? new TcpTransport() : new SocketTransport { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true };

    /// <summary>
    /// What is allocated for each message shows in every round; what the runtime allocates now and then, or before it has optimised, does not.
    /// </summary>
    private static long LeastOf(Func<long> round) => LeastOfAsync(() => Task.FromResult(round())).GetAwaiter().GetResult();

    private static async Task<long> LeastOfAsync(Func<Task<long>> round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds && least > 0; i++)
        {
            least = Math.Min(least, await round());
        }

        return least;
    }

    private void Echo(SocketTransportBase transport)
    {
        for (int i = 0; i < Messages; i++)
        {
            int outcome = transport.Send(_message, 0, _message.Length, PatienceMs);
            for (int left = _message.Length; left > 0 && outcome > 0; left -= outcome)
            {
                outcome = transport.Receive(_window, 0, _window.Length, PatienceMs);
            }

            if (outcome <= 0)
            {
                Assert.Fail($"message {i}: {outcome}");
            }
        }
    }

    private int Idle(SocketTransportBase transport)
    {
        int received = 0;
        for (int i = 0; i < Messages; i++)
        {
            received |= transport.Receive(_window, 0, _window.Length, i % 100 == 0 ? 1 : 0);
        }

        return received;
    }

    private async Task EchoAsync(SocketTransportBase transport, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Messages; i++)
        {
            int outcome = await transport.SendAsync(_message, cancellationToken);
            for (int left = _message.Length; left > 0 && outcome > 0; left -= outcome)
            {
                outcome = await transport.ReceiveAsync(_window, cancellationToken);
            }

            if (outcome <= 0)
            {
                Assert.Fail($"message {i}: {outcome}");
            }
        }
    }
}
