using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using IoTC.Mqtt;
using IoTC.Transport.Sockets;

namespace IoTC.Bench.EndToEnd;

/// <summary>Telemetry with properties at QoS 1 over TLS, one at a time, to mosquitto: the whole device client, with a twin that this program answers for.</summary>
internal static partial class TelemetryComparison
{
    private const int Mqtts = 8883;

    public static async Task RunAsync(TextWriter output)
    {
        await using TlsBroker broker = await TlsBroker.StartAsync(Mqtts);
        await using var twin = new MqttAsyncClient(new MqttOptions { ClientId = "twin" }, new SocketTransport { TrustedRootsPem = broker.Roots, TrustOnlyGivenRoots = true });
        await twin.ConnectAsync("localhost", broker.Port);
        await twin.SubscribeAsync("$iothub/twin/GET/#", MqttQualityOfService.AtMostOnce, request => AnswerAsync(twin, request.Topic));

        var contenders = new List<Contender> { new BareTlsStream(), new MqttNetContender(tls: true), new HubClientContender(broker) };
        AddAzureSdk(contenders);
        foreach (Contender contender in contenders) await contender.ConnectAsync(broker.Port);
        double[][] ratios = await LatencyComparison.MeasureAsync([.. contenders], output);
        output.WriteLine();
        output.WriteLine("| bar | IoTCAsyncClient |");
        output.WriteLine("|---|---|");
        output.WriteLine($"| p50 ≤ 0.65 × MQTTnet | {Statistics.AtMost(ratios[2][2], 0.65)} |");
        if (contenders.Count > 3) output.WriteLine($"| p50 ≤ 0.4 × azure-iot-sdk-csharp | {Statistics.AtMost(ratios[2][2] / ratios[3][2], 0.4)} |");
        output.WriteLine($"| 0 B a message | {(ratios[2][3] < 1 ? "pass" : "**missed**")} |");
        foreach (Contender contender in contenders) await contender.DisposeAsync();
    }

    static partial void AddAzureSdk(List<Contender> contenders);

    // $iothub/twin/GET/?$rid={rid} → $iothub/twin/res/200/?$rid={rid}
    private static async ValueTask AnswerAsync(MqttAsyncClient twin, string request)
        => await twin.PublishAsync(
            "$iothub/twin/res/200/" + request[request.IndexOf('?', StringComparison.Ordinal)..],
            Encoding.UTF8.GetBytes("""{"desired":{"$version":1},"reported":{"$version":1}}"""), MqttQualityOfService.AtMostOnce);
}
