using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Conformance;

/// <summary>What the rules do with an open transport: send all, receive all, echo.</summary>
internal static class Exchange
{
    private const int StepMs = 50;

    public static void Open(ITransport transport, ConformanceEndpoint endpoint) =>
        Expect.Status(TransportStatus.Ok, OpenUntilDecided(transport, endpoint.Host, endpoint.Port));

    public static int OpenUntilDecided(ITransport transport, string host, int port)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int status;
        while ((status = transport.Open(host, port, StepMs)) == TransportStatus.Pending && watch.ElapsedMilliseconds < Expect.PatienceMs)
        {
        }

        return status;
    }

    /// <summary>Sends and receives in turn until the echo is complete, never waiting for room alone.</summary>
    public static byte[] Echo(ITransport transport, byte[] bytes, int windowSize)
    {
        byte[] echo = new byte[bytes.Length];
        Stopwatch watch = Stopwatch.StartNew();
        int sent = 0;
        int received = 0;
        while (received < bytes.Length && watch.ElapsedMilliseconds < Expect.PatienceMs)
        {
            if (sent < bytes.Length)
            {
                int taken = transport.Send(bytes, sent, bytes.Length - sent, received < sent ? 0 : StepMs);
                Expect.That(taken >= 0 && taken <= bytes.Length - sent, $"Send answered {taken}");
                sent += taken;
            }

            int room = Math.Min(windowSize, bytes.Length - received);
            int count = transport.Receive(echo, received, room, StepMs);
            Expect.That(count >= 0 && count <= room, $"Receive answered {count}");
            received += count;
        }

        return echo[..received];
    }

    public static void Command(ITransport transport, byte command) =>
        Expect.Status(1, transport.Send([command], 0, 1, Expect.PatienceMs));

    /// <summary>Receives until something else than "nothing yet" comes.</summary>
    public static int ReceiveDecided(ITransport transport, byte[] window)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int count;
        while ((count = transport.Receive(window, 0, window.Length, StepMs)) == 0 && watch.ElapsedMilliseconds < Expect.PatienceMs)
        {
        }

        return count;
    }

    public static async Task OpenAsync(IAsyncTransport transport, ConformanceEndpoint endpoint) =>
        Expect.Status(TransportStatus.Ok, await transport.OpenAsync(endpoint.Host, endpoint.Port, CancellationToken.None));

    public static async Task SendAllAsync(IAsyncTransport transport, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int taken = await transport.SendAsync(bytes, CancellationToken.None);
            Expect.That(taken > 0 && taken <= bytes.Length, $"SendAsync answered {taken}");
            bytes = bytes[taken..];
        }
    }

    public static async Task<byte[]> ReceiveAllAsync(IAsyncTransport transport, int length, int windowSize)
    {
        byte[] bytes = new byte[length];
        int received = 0;
        while (received < length)
        {
            int room = Math.Min(windowSize, length - received);
            int count = await transport.ReceiveAsync(bytes.AsMemory(received, room), CancellationToken.None);
            Expect.That(count > 0 && count <= room, $"ReceiveAsync answered {count}");
            received += count;
        }

        return bytes;
    }
}
