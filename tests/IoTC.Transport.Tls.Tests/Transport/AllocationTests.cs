using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Tls.Protocol;
using IoTC.Transport.Tls.Tests.Peers;
using NUnit.Framework;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using TlsServer = IoTC.Transport.Sockets.Tests.Peers.TlsServer;

namespace IoTC.Transport.Tls.Tests.Transport;

/// <summary>BouncyCastle allocates for each record; the transport adds nothing to it, and nothing for waiting in vain.</summary>
[NonParallelizable]
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class AllocationTests(SslProtocols protocol)
{
    private const int Messages = 500;
    private const int Rounds = 20;
    private const int PatienceMs = 20_000;

    private readonly X509Certificate2 _certificate = TestPki.CreateRoot().Issue();
    private readonly byte[] _message = new byte[100];
    private readonly byte[] _window = new byte[4_096];
    private EchoServer _server = null!;

    [OneTimeTearDown]
    public void End() => _certificate.Dispose();

    [SetUp]
    public void Start() => _server = TlsServer.Start(_certificate, protocol);

    [TearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public void Blocking_echo_adds_nothing_to_BouncyCastle()
    {
        TlsTransport transport = Create();
        Assert.That(transport.Open("localhost", _server.Port, PatienceMs), Is.Zero, transport.LastFailure);
        long ours = LeastOf(() => Echo(transport));
        transport.Close();
        long bare = LeastOf(BareEcho());
        TestContext.Out.WriteLine($"{protocol}: {ours / Messages} B an echo of 100 bytes, BouncyCastle alone {bare / Messages} B");
        Assert.That(ours, Is.LessThanOrEqualTo(bare), $"bytes for {Messages} messages");
    }

    [Test]
    public void Blocking_idleness_allocates_nothing()
    {
        TlsTransport transport = Create();
        Assert.That(transport.Open("localhost", _server.Port, PatienceMs), Is.Zero, transport.LastFailure);
        Echo(transport);
        int received = 0;
        long allocated = LeastOf(() =>
        {
            for (int i = 0; i < Messages; i++)
            {
                received |= transport.Receive(_window, 0, _window.Length, i % 100 == 0 ? 1 : 0);
            }
        });
        transport.Close();
        Assert.That(received, Is.Zero);
        Assert.That(allocated, Is.Zero, $"bytes for {Messages} looks");
    }

    [Test]
    public async Task Asynchronous_echo_adds_nothing_to_BouncyCastle()
    {
        TlsTransport transport = Create();
        using CancellationTokenSource cancellation = new();
        Assert.That(await transport.OpenAsync("localhost", _server.Port, cancellation.Token), Is.Zero, transport.LastFailure);

        // On the pool: the test framework's own context allocates for each continuation.
        long ours = await Task.Run(async () =>
        {
            long least = long.MaxValue;
            for (int i = 0; i < Rounds; i++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                await EchoAsync(transport, cancellation.Token);
                least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Messages);
            }

            return least;
        });
        await transport.CloseAsync();
        long bare = LeastOf(BareEcho()) / Messages;

        // The whole process is counted. Without optimisation the compiler makes classes of asynchronous calls; then only their number is held.
        Assert.That(ours - bare, Is.LessThan(IsOptimized ? 2 : 2_500), $"bytes for a message beyond BouncyCastle's {bare}");
    }

    private static bool IsOptimized =>
        !typeof(TlsTransport).Assembly.GetCustomAttributes<DebuggableAttribute>().Any(static attribute => attribute.IsJITOptimizerDisabled);

    private TlsTransport Create() => new(new TcpTransport()) { Validator = new OneCertificate(_certificate) };

    private void Echo(TlsTransport transport)
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
                Assert.Fail($"message {i}: {outcome}, {transport.LastFailure}");
            }
        }
    }

    private async Task EchoAsync(TlsTransport transport, CancellationToken cancellationToken)
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
                Assert.Fail($"message {i}: {outcome}, {transport.LastFailure}");
            }
        }
    }

    /// <summary>The same echo with nothing between the socket and BouncyCastle, each record offered whole.</summary>
    private Action BareEcho()
    {
        TcpTransport tcp = new();
        Assert.That(tcp.Open("localhost", _server.Port, PatienceMs), Is.Zero);
        HandshakeNotes notes = new();
        TlsSettings settings = new(new BcTlsCrypto(), new OneCertificate(_certificate), new SystemClock(), null, [], PatienceMs);
        TlsClientProtocol protocol = new();
        protocol.Connect(new ClientPeer(settings, ServerHost.Parse("localhost"), null, notes));
        byte[] output = new byte[32_768];
        byte[] input = new byte[32_768];
        int end = 0;
        void Flush()
        {
            for (int count = protocol.ReadOutput(output, 0, output.Length), sent = 0; sent < count;)
            {
                sent += tcp.Send(output, sent, count - sent, PatienceMs);
            }
        }

        void Fetch()
        {
            int size;
            while (end < 5 || end < (size = 5 + (input[3] << 8) + input[4]))
            {
                end += tcp.Receive(input, end, input.Length - end, PatienceMs);
            }

            protocol.OfferInput(input, 0, size);
            Buffer.BlockCopy(input, size, input, 0, end -= size);
        }

        while (!notes.IsComplete)
        {
            Flush();
            Fetch();
        }

        Flush();
        return () =>
        {
            for (int i = 0; i < Messages; i++)
            {
                protocol.WriteApplicationData(_message, 0, _message.Length);
                Flush();
                for (int left = _message.Length; left > 0;)
                {
                    if (protocol.GetAvailableInputBytes() == 0)
                    {
                        Fetch();
                    }

                    left -= protocol.ReadInput(_window, 0, _window.Length);
                }
            }
        };
    }

    /// <summary>What is allocated for each message shows in every round; what the runtime allocates now and then does not.</summary>
    private static long LeastOf(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
