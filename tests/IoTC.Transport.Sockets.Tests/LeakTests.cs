using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

/// <summary>Connections that were closed or abandoned leave no handle and no unobserved exception.</summary>
[TestFixture(false)]
[TestFixture(true)]
[NonParallelizable]
public sealed class LeakTests(bool tls)
{
    private const int PatienceMs = 20_000;
    private const int Rounds = 200;
    private const int Noise = 12;

    private readonly TestPki _root = TestPki.CreateRoot();

    [Test]
    public async Task Reopening_keeps_the_number_of_handles()
    {
        await using EchoServer server = tls ? TlsServer.Start(_root.Issue()) : new();
        SocketTransportBase transport = Create();
        await ReopenAsync(transport, server, 5);
        int before = Handles();
        await ReopenAsync(transport, server, Rounds);
        ExpectHandles(before);
    }

    [Test]
    public void Abandoned_attempts_leave_no_handle_and_no_exception()
    {
        using Ports ports = new();
        int unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> count = (_, _) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += count;
        SocketTransportBase transport = Create();
        Abandon(transport, ports, 2);
        int before = Handles();
        Abandon(transport, ports, 50);
        ExpectHandles(before);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= count;
        Assert.That(unobserved, Is.Zero);
    }

    private static void Abandon(SocketTransportBase transport, Ports ports, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            // At once, after a moment, in the middle of resolving, connecting or shaking hands.
            int status = transport.Open(i % 3 == 0 ? "localhost" : "127.0.0.1", i % 5 == 0 ? ports.Refusing : ports.Silent, i % 4);
            Assert.That(status, Is.EqualTo(TransportStatus.Pending).Or.EqualTo(TransportStatus.Ok).Or.EqualTo(TransportStatus.Refused));
            transport.Close();
        }
    }

    private static async Task ReopenAsync(SocketTransportBase transport, EchoServer server, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            string host = i % 2 == 0 ? "localhost" : "127.0.0.1";
            if (i % 3 == 0)
            {
                Assert.That(await transport.OpenAsync(host, server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
                await transport.CloseAsync();
            }
            else
            {
                Assert.That(transport.Open(host, server.Port, PatienceMs), Is.Zero, transport.LastFailure);
                transport.Close();
            }
        }
    }

    /// <summary>The peer's half, in this process too, goes a moment after ours.</summary>
    private static void ExpectHandles(int before)
    {
        SpinWait.SpinUntil(() => Handles() <= before + Noise, PatienceMs);
        Assert.That(Handles(), Is.LessThanOrEqualTo(before + Noise));
    }

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private SocketTransportBase Create() =>
        tls ? new SocketTransport { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true } : new TcpTransport();
}
