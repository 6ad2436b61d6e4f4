using System;
using System.Diagnostics;
using System.Threading.Tasks;
using IoTC.Mqtt;
using IoTC.Transport;
using IoTC.Transport.Sockets;

namespace IoTC.Bench.EndToEnd;

/// <summary>The awaited client.</summary>
internal sealed class AsyncClientContender(IAsyncTransport transport, string name = "MqttAsyncClient") : Contender
{
    private readonly MqttAsyncClient _client = new(new MqttOptions { MaxInflight = 64 }, transport);
    private readonly MqttTopic _topic = new(Topic);
    private readonly ReadOnlyMemory<byte> _payload = Payload;

    public override string Name => name;

    public override Task ConnectAsync(int port) => _client.ConnectAsync("127.0.0.1", port);

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _client.PublishAsync(_topic, _payload, MqttQualityOfService.AtLeastOnce).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override Task RunWindowAsync(int window, int count)
    {
        var tasks = new Task[window];
        for (int i = 0; i < window; i++) tasks[i] = LoopAsync(count / window);
        return Task.WhenAll(tasks);
    }

    public override ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task LoopAsync(int count)
    {
        for (int i = 0; i < count; i++) await _client.PublishAsync(_topic, _payload, MqttQualityOfService.AtLeastOnce).ConfigureAwait(false);
    }
}
