using System.IO;
using System.Threading.Tasks;
using IoTC.Transport;
using IoTC.Transport.Sockets;
using IoTC.Transport.Tls;

namespace IoTC.Bench.EndToEnd;

/// <summary>The latency of <see cref="LatencyComparison"/> over TLS, to mosquitto.</summary>
internal static class TlsComparison
{
    public static async Task RunAsync(TextWriter output)
    {
        await using TlsBroker broker = await TlsBroker.StartAsync();
        Contender[] contenders =
        [
            new BareTlsStream(),
            new MqttNetContender(tls: true),
            new AsyncClientContender(new SocketTransport { TrustedRootsPem = broker.Roots, TrustOnlyGivenRoots = true }),
            new AsyncClientContender(new TlsTransport((IAsyncTransport)new TcpTransport()) { Roots = TrustedRoots.FromPem(broker.Roots) }, "MqttAsyncClient, BouncyCastle"),
        ];
        foreach (Contender contender in contenders) await contender.ConnectAsync(broker.Port);
        double[][] ratios = await LatencyComparison.MeasureAsync(contenders, output);
        output.WriteLine();
        output.WriteLine("| bar | MqttAsyncClient | over BouncyCastle |");
        output.WriteLine("|---|---|---|");
        output.WriteLine($"| p50 ≤ 0.65 × MQTTnet | {Statistics.AtMost(ratios[2][2], 0.65)} | {Statistics.AtMost(ratios[3][2], 0.65)} |");
        output.WriteLine($"| 0 B a message | {(ratios[2][3] < 1 ? "pass" : "**missed**")} | BouncyCastle's own |");
        foreach (Contender contender in contenders) await contender.DisposeAsync();
    }
}
