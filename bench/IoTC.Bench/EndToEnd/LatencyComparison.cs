using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using static System.FormattableString;

namespace IoTC.Bench.EndToEnd;

/// <summary>QoS 1, one message at a time, everybody in turn in short rounds: what the machine does to one, it does to all.</summary>
/// <remarks>
/// A device sends for weeks, so what is compared is the steady state: everybody runs for a second first, until the compiler has had its time, and a round is long
/// enough that its first messages, for which sleeping threads are woken, are not its 99th percentile.
/// </remarks>
internal static class LatencyComparison
{
    private const int WarmUpRounds = 15;
    private const int Rounds = 40;
    private const int Count = 3000;
    private const int AllocationCount = 20_000;

    public static async Task<double[][]> MeasureAsync(Contender[] contenders, TextWriter output)
    {
        var ticks = new long[Count];
        foreach (Contender contender in contenders)
        {
            for (int i = 0; i < WarmUpRounds; i++) await Task.Run(() => contender.RunAsync(ticks, Count));
        }

        List<double>[] p50 = [.. contenders.Select(_ => new List<double>())];
        List<double>[] p99 = [.. contenders.Select(_ => new List<double>())];
        for (int round = 0; round < Rounds; round++)
        {
            for (int c = 0; c < contenders.Length; c++)
            {
                await Task.Run(() => contenders[c].RunAsync(ticks, Count));
                double[] micros = [.. ticks.Select(t => Statistics.Microseconds(t))];
                p50[c].Add(Statistics.Quantile(micros, 0.50));
                p99[c].Add(Statistics.Quantile(micros, 0.99));
            }
        }

        const int bare = 0;
        string floor = contenders[bare].Name;
        output.WriteLine($"| | p50 µs | p99 µs | B/message | p50 / {floor} | p99 / {floor} | p50 / MQTTnet |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        int net = Array.FindIndex(contenders, c => c.Name.StartsWith("MQTTnet", StringComparison.Ordinal));
        var ratios = new double[contenders.Length][];
        for (int c = 0; c < contenders.Length; c++)
        {
            double r50 = Ratio(p50[c], p50[bare]);
            double r99 = Ratio(p99[c], p99[bare]);
            double rNet = Ratio(p50[c], p50[net]);
            double perMessage = await MeasureAllocationAsync(contenders[c]);
            ratios[c] = [r50, r99, rNet, perMessage];
            output.WriteLine(Invariant(
                $"| {contenders[c].Name} | {Statistics.Median(p50[c]):F1} | {Statistics.Median(p99[c]):F1} | {perMessage:F1} | {r50:F2} | {r99:F2} | {rNet:F2} |"));
        }

        return ratios;
    }

    // In one long run of its own, in which the run's own task and threads do not count.
    private static async Task<double> MeasureAllocationAsync(Contender contender)
    {
        var ticks = new long[AllocationCount];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Run(() => contender.RunAsync(ticks, AllocationCount));
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / AllocationCount;
    }

    public static async Task RunAsync(TextWriter output)
    {
        using Sink sink = Sink.Start();
        Contender[] contenders = [new BareAsyncSocket(), new BareBlockingSocket(), new MqttNetContender(), new AsyncClientContender(new Transport.Sockets.TcpTransport()), new BlockingClientContender()];
        foreach (Contender contender in contenders) await contender.ConnectAsync(sink.Port);
        double[][] ratios = await MeasureAsync(contenders, output);
        output.WriteLine();
        output.WriteLine("| bar | MqttAsyncClient | MqttClient |");
        output.WriteLine("|---|---|---|");
        output.WriteLine($"| p50 ≤ 1.10 × bare async socket | {Statistics.AtMost(ratios[3][0], 1.10)} | {Statistics.AtMost(ratios[4][0], 1.10)} |");
        output.WriteLine($"| p99 ≤ 1.25 × bare async socket | {Statistics.AtMost(ratios[3][1], 1.25)} | {Statistics.AtMost(ratios[4][1], 1.25)} |");
        output.WriteLine($"| p50 ≤ 0.65 × MQTTnet | {Statistics.AtMost(ratios[3][2], 0.65)} | {Statistics.AtMost(ratios[4][2], 0.65)} |");
        output.WriteLine($"| 0 B a message | {(ratios[3][3] < 1 ? "pass" : "**missed**")} | {(ratios[4][3] < 1 ? "pass" : "**missed**")} |");
        foreach (Contender contender in contenders) await contender.DisposeAsync();
    }

    private static double Ratio(List<double> ours, List<double> theirs) => Statistics.Median([.. ours.Zip(theirs, (a, b) => a / b)]);
}
