using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using static System.FormattableString;

namespace IoTC.Bench.EndToEnd;

/// <summary>QoS 1 against a sink that only acknowledges, many messages at once.</summary>
internal static class ThroughputComparison
{
    private const int Rounds = 25;

    public static async Task RunAsync(TextWriter output)
    {
        using Sink sink = Sink.Start();
        output.WriteLine("| window | bare socket, all in one send /s | MQTTnet /s | MqttAsyncClient /s | / MQTTnet | bar | B/message MQTTnet | B/message MqttAsyncClient |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (int window in (int[])[16, 64])
        {
            Contender[] contenders = [new BareAsyncSocket(), new MqttNetContender(), new AsyncClientContender(new Transport.Sockets.TcpTransport())];
            int[] counts = [64 * 800, 64 * 40, 64 * 800];
            List<double>[] rates = [.. contenders.Select(_ => new List<double>())];
            var bytes = new double[contenders.Length];
            foreach (Contender contender in contenders) await contender.ConnectAsync(sink.Port);
            for (int round = -3; round < Rounds; round++)
            {
                for (int c = 0; c < contenders.Length; c++)
                {
                    long before = GC.GetTotalAllocatedBytes(precise: true);
                    long start = Stopwatch.GetTimestamp();
                    await Task.Run(() => contenders[c].RunWindowAsync(window, counts[c]));
                    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    if (round < 0) continue;
                    bytes[c] += (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)counts[c] / Rounds;
                    rates[c].Add(counts[c] / seconds);
                }
            }

            double bar = window == 16 ? 10 : 20;
            double ratio = Statistics.Median([.. rates[2].Zip(rates[1], (a, b) => a / b)]);
            output.WriteLine(Invariant(
                $"| {window} | {Statistics.Median(rates[0]):N0} | {Statistics.Median(rates[1]):N0} | {Statistics.Median(rates[2]):N0} | {ratio:F1} | ≥ {bar}: {Statistics.AtLeast(ratio, bar)} | {bytes[1]:F0} | {bytes[2]:F1} |"));
            foreach (Contender contender in contenders) await contender.DisposeAsync();
        }
    }
}
