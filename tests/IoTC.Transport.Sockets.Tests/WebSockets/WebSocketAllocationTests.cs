using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary>What a message over WebSocket and TLS costs in allocated bytes, the server of the same process counted in.</summary>
public sealed class WebSocketAllocationTests
{
    private const int Messages = 1_000;
    private const int Rounds = 30;

    private readonly TestPki _root = TestPki.CreateRoot();
    private readonly byte[] _message = new byte[100];
    private readonly byte[] _window = new byte[4_096];

    private static bool IsOptimized =>
        !typeof(SocketTransport).Assembly.GetCustomAttributes<DebuggableAttribute>().Any(static attribute => attribute.IsJITOptimizerDisabled);

    [Test]
    public async Task EchoAllocatesNothing()
    {
        await using WebSocketEcho server = new(_root);
        WebSocketTransport transport = new(new SocketTransport { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true });
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);

        // On the pool: the test framework's own context allocates for each continuation.
        double allocated = await Task.Run(async () =>
        {
            long least = long.MaxValue;
            for (int i = 0; i < Rounds && least > Messages; i++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                await EchoAsync(transport);
                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            return (double)least / Messages;
        });
        await transport.CloseAsync();
        TestContext.Out.WriteLine($"{allocated:F2} bytes for a message there and back");
        Assert.That(allocated, Is.LessThan(IsOptimized ? 1 : 4_000), "bytes for a message");
    }

    private async Task EchoAsync(WebSocketTransport transport)
    {
        for (int i = 0; i < Messages; i++)
        {
            int outcome = await transport.SendAsync(_message, CancellationToken.None);
            for (int left = _message.Length; left > 0 && outcome > 0; left -= outcome)
            {
                outcome = await transport.ReceiveAsync(_window, CancellationToken.None);
            }

            if (outcome <= 0)
            {
                Assert.Fail($"message {i}: {outcome}");
            }
        }
    }
}
