using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace IoTC.Emulator.Hub;

/// <summary>Hands connections accepted and secured elsewhere to MQTTnet's server.</summary>
internal sealed class HubListener(HubServer hub) : IMqttServerAdapter
{
    private IMqttNetLogger _logger = new MqttNetNullLogger();

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _logger = logger;
        return Task.CompletedTask;
    }

    public Task StopAsync() => Task.CompletedTask;

    /// <summary>Serves one connection until it ends.</summary>
    public async Task RunAsync(ConnectionContext connection)
    {
        X509Certificate2? certificate = connection.Features.Get<Microsoft.AspNetCore.Http.Features.ITlsConnectionFeature>()?.ClientCertificate;
        using var channel = new PipeChannel(connection.Transport, connection.LocalEndPoint, connection.RemoteEndPoint, certificate);
        using var codec = new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(4096, 65535)), _logger);
        var link = new DeviceLink(codec, hub, reason => connection.Abort(new ConnectionAbortedException(reason)));
        try
        {
            await (ClientHandler?.Invoke(link) ?? Task.CompletedTask);
        }
        finally
        {
            link.OnClosed();
        }
    }

    public void Dispose()
    {
    }
}
