using System.Diagnostics;
using System.Threading.Tasks;
using IoTC.Mqtt;
using IoTC.Transport.Sockets;

namespace IoTC.Bench.EndToEnd;

/// <summary>The polling client.</summary>
internal sealed class BlockingClientContender : Contender
{
    private readonly MqttClient _client = new(new MqttOptions(), new TcpTransport());
    private readonly MqttTopic _topic = new(Topic);

    public override string Name => "MqttClient";

    public override Task ConnectAsync(int port)
    {
        _client.Connect("127.0.0.1", port);
        return Task.CompletedTask;
    }

    public override Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _client.Publish(_topic, Payload, 0, Payload.Length, MqttQualityOfService.AtLeastOnce, false);
            while (_client.QueuedCount > 0) _client.Listen(1000);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
