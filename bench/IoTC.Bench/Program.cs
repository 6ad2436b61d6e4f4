using System;
using System.Threading.Tasks;
using IoTC.Bench.Codec;
using IoTC.Bench.EndToEnd;
using IoTC.Bench.Storage;

namespace IoTC.Bench;

internal static partial class Program
{
    /// <summary><c>codec</c>, <c>latency</c>, <c>throughput</c>, <c>idle</c> and <c>outbox</c> compare in paired loops within a minute; anything else goes to BenchmarkDotNet.</summary>
    private static int Main(string[] args)
    {
        switch (args.Length > 0 ? args[0] : "")
        {
            case "codec": return CodecComparison.Run(Console.Out);
            case "sink": return Sink.Run();
            case "latency": return Wait(LatencyComparison.RunAsync(Console.Out));
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
