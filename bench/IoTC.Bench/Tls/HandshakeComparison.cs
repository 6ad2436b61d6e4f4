using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using IoTC.Bench.EndToEnd;
using IoTC.Transport.Sockets;
using IoTC.Transport.Tls;
using static System.FormattableString;

namespace IoTC.Bench.Tls;

/// <summary>Handshakes, bulk and small records of BouncyCastle's TLS and the platform's, in turn, beside a bare SslStream.</summary>
internal static class HandshakeComparison
{
    private const int Warmup = 12;

    private delegate double Round(TlsContender contender, int port);

    public static int Run(TextWriter output)
    {
        output.WriteLine("| | SslStream | SocketTransport | TlsTransport | SocketTransport / SslStream | TlsTransport / SslStream | bar |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        Compare(output, "handshake, EC P-256, ms", isRsa: false, rounds: 25, Handshakes, value => Statistics.AtMost(value, 1.2), "≤ 1.2 ×");
        Compare(output, "handshake, RSA 2048, ms", isRsa: true, rounds: 25, Handshakes, value => Statistics.AtMost(value, 1.8), "≤ 1.8 ×");
        Compare(output, "bulk, there and back, MB/s", isRsa: false, rounds: 11, OnOpen(Bulk), value => Statistics.AtLeast(value, 0.45), "≥ 0.45 ×");
        Compare(output, "echo of 100 B, µs", isRsa: false, rounds: 15, OnOpen(Echo), static _ => "–", "");
        Compare(output, "echo of 100 B, bytes allocated", isRsa: false, rounds: 5, OnOpen(EchoAllocation), static _ => "–", "");
        return 0;
    }

    private static void Compare(TextWriter output, string what, bool isRsa, int rounds, Round round, Func<double, string> judge, string bar)
    {
        BenchCertificates certificates = BenchCertificates.Create(isRsa);
        using var server = new EchoServer(certificates.Server);
        string pem = certificates.Root.ExportCertificatePem();
        TlsContender[] contenders =
        [
            new SslStreamContender(certificates.Root),
            new TransportContender("SocketTransport", new SocketTransport { TrustedRootsPem = pem, TrustOnlyGivenRoots = true }),
            new TransportContender("TlsTransport", new TlsTransport(new TcpTransport()) { Roots = TrustedRoots.FromPem(pem) }),
        ];
        List<double>[] values = [.. contenders.Select(static _ => new List<double>())];
        for (int i = -Warmup; i < rounds; i++)
        {
            for (int c = 0; c < contenders.Length; c++)
            {
                double value = round(contenders[c], server.Port);
                if (i >= 0) values[c].Add(value);
            }
        }

        double Ratio(int c) => Statistics.Median([.. values[c].Zip(values[0], static (a, b) => a / b)]);
        string Times(int c) => values[0].Contains(0) ? "–" : Invariant($"{Ratio(c):F2}");
        string verdict = bar.Length > 0 ? $"{bar}: {judge(Ratio(2))}" : "–";
        output.WriteLine(Invariant(
            $"| {what} | {Statistics.Median(values[0]):N1} | {Statistics.Median(values[1]):N1} | {Statistics.Median(values[2]):N1} | {Times(1)} | {Times(2)} | {verdict} |"));
    }

    private static double Handshakes(TlsContender contender, int port)
    {
        const int Count = 10;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            contender.Open(port);
            contender.Close();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Count;
    }

    private static Round OnOpen(Func<TlsContender, double> measure) => (contender, port) =>
    {
        contender.Open(port);
        double value = measure(contender);
        contender.Close();
        return value;
    };

    /// <summary>In pieces of 16 KB, so that neither side ever holds more than its buffers.</summary>
    private static double Bulk(TlsContender contender)
    {
        const int Pieces = 1_000;
        byte[] bytes = new byte[16_384];
        contender.Send(bytes);
        contender.ReceiveAll(bytes);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Pieces; i++)
        {
            contender.Send(bytes);
            contender.ReceiveAll(bytes);
        }

        return 2.0 * Pieces * bytes.Length / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Echo(TlsContender contender)
    {
        const int Count = 500;
        byte[] bytes = new byte[100];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            contender.Send(bytes);
            contender.ReceiveAll(bytes);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Count;
    }

    private static double EchoAllocation(TlsContender contender)
    {
        const int Count = 500;
        byte[] bytes = new byte[100];
        contender.Send(bytes);
        contender.ReceiveAll(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Count; i++)
        {
            contender.Send(bytes);
            contender.ReceiveAll(bytes);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;
    }
}
