using System;
using System.Diagnostics;
using IoTC.Transport;

namespace IoTC.Conformance;

public static partial class TransportConformance
{
    private static void BytesComeBack(ITransport transport, ConformanceEndpoint endpoint)
    {
        Exchange.Open(transport, endpoint);
        foreach (int length in (ReadOnlySpan<int>)[1, 2, 100, 4_096, 16_384, 16_385, 1_000_000])
        {
            byte[] bytes = Payload.OfLength(length);
            Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 65_536));
        }
    }

    private static void SmallestWindows(ITransport transport, ConformanceEndpoint endpoint)
    {
        Exchange.Open(transport, endpoint);
        byte[] bytes = Payload.OfLength(3_000);
        Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 1));
        Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 7));
    }

    private static void WritesInsideWindow(ITransport transport, ConformanceEndpoint endpoint)
    {
        const byte Untouched = 0xFF;
        Exchange.Open(transport, endpoint);
        byte[] bytes = Payload.OfLength(64);
        Expect.Status(40, transport.Send(bytes, 12, 40, Expect.PatienceMs));
        byte[] window = new byte[64];
        Array.Fill(window, Untouched);
        Expect.That(transport.Receive(window, 20, 10, Expect.PatienceMs) is > 0 and <= 10, "Receive must give 1 to 10 bytes");
        Expect.That(window[20] == bytes[12], "the first byte of the window must be the first one sent");
        Expect.That(!window.AsSpan(0, 20).ContainsAnyExcept(Untouched), "bytes before the window were written");
        Expect.That(!window.AsSpan(30).ContainsAnyExcept(Untouched), "bytes after the window were written");
    }

    private static void NothingIsZero(ITransport transport, ConformanceEndpoint endpoint)
    {
        const int LimitMs = 100;
        Exchange.Open(transport, endpoint);
        byte[] window = new byte[16];
        Expect.Status(0, Expect.Within(0, () => transport.Receive(window, 0, window.Length, 0)));
        long start = Stopwatch.GetTimestamp();
        Expect.Status(0, Expect.Within(LimitMs, () => transport.Receive(window, 0, window.Length, LimitMs)));

        // Some clocks tick every 16 ms.
        Expect.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= LimitMs - 20, "Receive must wait for its limit, not spin");
        byte[] bytes = Payload.OfLength(10);
        Payload.ExpectEqual(bytes, Exchange.Echo(transport, bytes, windowSize: 16));
    }

    private static void StalledPeer(ITransport transport, ConformanceEndpoint endpoint)
    {
        const int LimitMs = 50;
        const int MoreThanBuffers = 64 << 20;
        Exchange.Open(transport, endpoint);
        Exchange.Command(transport, EchoProtocol.StopReading);
        byte[] bytes = Payload.OfLength(32_768);
        int total = 0;
        int taken;
        while ((taken = Expect.Within(LimitMs, () => transport.Send(bytes, 0, bytes.Length, LimitMs))) > 0 && total < MoreThanBuffers)
        {
            total += taken;
        }

        Expect.That(taken <= 0, $"Send took {total} bytes though the peer reads nothing");
        Expect.Within(0, () =>
        {
            transport.Close();
            return 0;
        });
        Exchange.Open(transport, endpoint);
    }
}
