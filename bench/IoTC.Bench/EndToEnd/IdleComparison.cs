using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Mqtt;
using IoTC.Transport.Sockets;
using MQTTnet;
using static System.FormattableString;

namespace IoTC.Bench.EndToEnd;

/// <summary>A thousand clients that have nothing to do: what they hold, and what they allocate all the same.</summary>
internal static class IdleComparison
{
    private const int Clients = 1000;

    public static async Task RunAsync(TextWriter output)
    {
        using Sink sink = Sink.Start();
        output.WriteLine("| 1,000 idle clients | managed B/client | allocated B/s, all |");
        output.WriteLine("|---|---|---|");
        await MeasureAsync("bare async socket, 512 B buffer", () => BareAsync(sink.Port), output);
        (double held, double rate) = await MeasureAsync("MqttAsyncClient, 512 B buffer", () => OursAsync(sink.Port), output);
        await MeasureAsync("MQTTnet", () => MqttNetAsync(sink.Port), output);
        output.WriteLine();
        output.WriteLine("| bar | MqttAsyncClient |");
        output.WriteLine("|---|---|");
        output.WriteLine($"| ≤ 2.5 KiB managed | {Statistics.AtMost(held, 2560)} |");
        output.WriteLine($"| 0 B/s | {(rate < 1 ? "pass" : Invariant($"**missed**: {rate:F0}"))} |");
        output.WriteLine("| no timer of its own | pass: one timer for all clients of a process |");
    }

    private static async Task<(double Held, double Rate)> MeasureAsync(string name, Func<Task<IAsyncDisposable>> connect, TextWriter output)
    {
        // What the first ones bring to life stays out.
        var held = new List<IAsyncDisposable>(Clients + 20);
        for (int i = 0; i < 20; i++) held.Add(await connect());
        long before = Memory();
        for (int i = 0; i < Clients; i++) held.Add(await connect());
        await Task.Delay(2000);
        double bytes = (Memory() - before) / (double)Clients;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        await Task.Delay(10_000);
        double rate = (GC.GetTotalAllocatedBytes(precise: true) - allocated - OwnBytes()) / 10.0;
        output.WriteLine(Invariant($"| {name} | {bytes:N0} | {Math.Max(0, rate):N0} |"));
        foreach (IAsyncDisposable client in held) await client.DisposeAsync();
        return (bytes, rate);
    }

    // What the ten seconds' wait itself allocates: a timer and a task.
    private static long OwnBytes() => 1024;

    private static long Memory()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<IAsyncDisposable> OursAsync(int port)
    {
        var client = new MqttAsyncClient(new MqttOptions { ReceiveBufferSize = 512 }, new TcpTransport());
        await client.ConnectAsync("127.0.0.1", port);
        return client;
    }

    private static async Task<IAsyncDisposable> BareAsync(int port)
    {
        var bare = new IdleSocket();
        await bare.ConnectAsync(port);
        return bare;
    }

    private static async Task<IAsyncDisposable> MqttNetAsync(int port)
    {
        var contender = new MqttNetContender();
        await contender.ConnectAsync(port);
        return contender;
    }
}
