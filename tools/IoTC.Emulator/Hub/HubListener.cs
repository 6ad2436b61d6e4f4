using System;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Server;

namespace IoTC.Emulator.Hub;

/// <summary>Hands connections accepted and secured elsewhere to MQTTnet's server: plain TLS, or WebSocket.</summary>
internal sealed class HubListener(HubServer hub) : IMqttServerAdapter
{
    private const string SubProtocol = "mqtt";

    private IMqttNetLogger _logger = new MqttNetNullLogger();

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        _logger = logger;
        return Task.CompletedTask;
    }

    public Task StopAsync() => Task.CompletedTask;

    /// <summary>Serves one TLS connection until it ends.</summary>
    public Task RunAsync(ConnectionContext connection) =>
        RunAsync(
            connection.Transport,
            connection.LocalEndPoint,
            connection.RemoteEndPoint,
            connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
            reason => connection.Abort(new ConnectionAbortedException(reason)));

    /// <summary>Serves one WebSocket until it ends; sub-protocol <c>mqtt</c>.</summary>
    public async Task RunAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(SubProtocol);
        await using var stream = new BinaryFrames(socket);
        ConnectionInfo connection = context.Connection;
        await RunAsync(
            new StreamPipe(stream),
            new IPEndPoint(connection.LocalIpAddress!, connection.LocalPort),
            new IPEndPoint(connection.RemoteIpAddress!, connection.RemotePort),
            connection.ClientCertificate,
            _ => context.Abort());
        await stream.EndAsync(WebSocketCloseStatus.NormalClosure);
    }

    public void Dispose()
    {
    }

    private async Task RunAsync(IDuplexPipe pipe, EndPoint? local, EndPoint? remote, X509Certificate2? certificate, Action<string> abort)
    {
        using var channel = new PipeChannel(pipe, local, remote, certificate);
        using var codec = new MqttChannelAdapter(channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(4096, 65535)), _logger);
        var link = new MqttLink(codec, hub, abort);
        try
        {
            await (ClientHandler?.Invoke(link) ?? Task.CompletedTask);
        }
        finally
        {
            link.OnClosed();
        }
    }
}
