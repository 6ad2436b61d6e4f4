using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.Azure.Devices.Client;
using Microsoft.Azure.Devices.Client.Transport.Mqtt;

namespace IoTC.Bench.EndToEnd;

/// <summary>azure-iot-sdk-csharp; compiled when a build names its project with <c>-p:AzureSdkProject=…</c>. It always connects to port 8883.</summary>
internal sealed class AzureSdkContender : Contender
{
    private readonly DeviceClient _client = DeviceClient.CreateFromConnectionString(
        "HostName=localhost;DeviceId=thermostat-3;SharedAccessKey=" + HubClientContender.Key,
        [new MqttTransportSettings(TransportType.Mqtt_Tcp_Only) { RemoteCertificateValidationCallback = (_, _, _, _) => true }]);

    public override string Name => "azure-iot-sdk-csharp";

    public override Task ConnectAsync(int port) => _client.OpenAsync();

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using var message = new Message(Payload) { ContentType = "application/json", ContentEncoding = "utf-8" };
            message.Properties["level"] = "info";
            await _client.SendEventAsync(message).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _client.CloseAsync();
        _client.Dispose();
    }
}
