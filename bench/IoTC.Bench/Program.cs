using System;
using System.Threading.Tasks;
using IoTC.Bench.Codec;
using IoTC.Bench.EndToEnd;
using IoTC.Bench.Storage;
using IoTC.Bench.Tls;

namespace IoTC.Bench;

internal static partial class Program
{
    /// <summary><c>codec</c>, <c>latency</c>, <c>throughput</c>, <c>idle</c>, <c>outbox</c>, <c>tls</c>, <c>tls-handshake</c>, <c>certificates</c> and <c>telemetry</c> compare in paired loops within a minute; anything else goes to BenchmarkDotNet.</summary>
    private static int Main(string[] args)
    {
        switch (args.Length > 0 ? args[0] : "")
        {
            case "codec": return CodecComparison.Run(Console.Out);
            case "sink": return Sink.Run();
            case "latency": return Wait(LatencyComparison.RunAsync(Console.Out));
            case "telemetry": return Wait(TelemetryComparison.RunAsync(Console.Out));
            case "tls-handshake": return HandshakeComparison.Run(Console.Out);
            case "certificates": return CertificateComparison.Run(Console.Out);
            case "tls": return Wait(TlsComparison.RunAsync(Console.Out));
            case "throughput": return Wait(ThroughputComparison.RunAsync(Console.Out));
            case "outbox": return Wait(OutboxComparison.RunAsync(Console.Out));
            case "idle": return Wait(IdleComparison.RunAsync(Console.Out));
        }

        RunBenchmarks(args);
        return 0;
    }

    static partial void RunBenchmarks(string[] args);

    private static int Wait(Task comparison)
    {
        comparison.GetAwaiter().GetResult();
        return 0;
    }
}
