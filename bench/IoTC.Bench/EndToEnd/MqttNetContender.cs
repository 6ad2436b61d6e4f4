using System.Diagnostics;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Protocol;

namespace IoTC.Bench.EndToEnd;

/// <summary>MQTTnet.</summary>
internal sealed class MqttNetContender(bool tls = false) : Contender
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttApplicationMessage _message = new MqttApplicationMessageBuilder()
        .WithTopic(Topic).WithPayload(Payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();

    public override string Name => "MQTTnet";

    public override Task ConnectAsync(int port)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V311);
        if (tls) options = options.WithTlsOptions(o => o.UseTls().WithCertificateValidationHandler(_ => true));
        return _client.ConnectAsync(options.Build());
    }

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _client.PublishAsync(_message).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override Task RunWindowAsync(int window, int count)
    {
        var tasks = new Task[window];
        for (int i = 0; i < window; i++) tasks[i] = LoopAsync(count / window);
        return Task.WhenAll(tasks);
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private async Task LoopAsync(int count)
    {
        for (int i = 0; i < count; i++) await _client.PublishAsync(_message).ConfigureAwait(false);
    }
}
