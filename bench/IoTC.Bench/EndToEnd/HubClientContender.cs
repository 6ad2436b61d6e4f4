using System;
using System.Diagnostics;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Bench.EndToEnd;

/// <summary>The device client, sending telemetry with properties.</summary>
internal sealed class HubClientContender : Contender
{
    private readonly IoTCAsyncClient _client;
    private readonly ReadOnlyMemory<byte> _payload = Payload;
    private readonly MessageProperties _properties = new() { { "level", "info" } };

    public HubClientContender(TlsBroker broker)
    {
        var options = new IoTCOptions { HubHost = "localhost", HubPort = broker.Port, DeviceId = "thermostat-2", Credential = DeviceCredential.DeviceKey(Key) };
        _client = new IoTCAsyncClient(options, new SocketTransport { TrustedRootsPem = broker.Roots, TrustOnlyGivenRoots = true });
    }

    /// <summary>Any key will do: the broker asks for none.</summary>
    public static string Key => Convert.ToBase64String(new byte[32]);

    public override string Name => "IoTCAsyncClient";

    public override Task ConnectAsync(int port) => _client.ConnectAsync();

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _client.SendTelemetryAsync(_payload, _properties).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override ValueTask DisposeAsync() => _client.DisposeAsync();
}
