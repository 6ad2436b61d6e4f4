using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace IoTC.Emulator.Tests.Support;

/// <summary>A device made of MQTTnet's client, which knows nothing of Azure.</summary>
public sealed class MqttDevice : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _received = Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>();
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IoTCEmulator _azure;
    private readonly string _deviceId;

    public MqttDevice(IoTCEmulator azure, string deviceId)
    {
        _azure = azure;
        _deviceId = deviceId;
        _client.ApplicationMessageReceivedAsync += async args =>
        {
            args.AutoAcknowledge = AutoAcknowledge;
            await _received.Writer.WriteAsync(args);
        };
        _client.DisconnectedAsync += _ =>
        {
            _disconnected.TrySetResult();
            return Task.CompletedTask;
        };
    }

    /// <summary>False leaves the PUBACK to <see cref="MqttApplicationMessageReceivedEventArgs.AcknowledgeAsync"/>.</summary>
    public bool AutoAcknowledge { get; set; } = true;

    /// <summary>Completes when the connection has ended.</summary>
    public Task Disconnected => _disconnected.Task;

    /// <summary>How many messages have come that nobody has taken.</summary>
    public int Waiting => _received.Reader.Count;

    public bool IsConnected => _client.IsConnected;

    public static async Task<MqttDevice> ConnectedAsync(IoTCEmulator azure, EmulatedDevice device, CancellationToken cancellationToken, bool cleanSession = true)
    {
        var client = new MqttDevice(azure, device.DeviceId);
        MqttClientConnectResult result = await client.ConnectAsync(device.PrimaryKey, cancellationToken, cleanSession: cleanSession);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException(result.ResultCode.ToString());
        }

        return client;
    }

    public Task<MqttClientConnectResult> ConnectAsync(
        string key,
        CancellationToken cancellationToken,
        string? userName = null,
        string? password = null,
        bool cleanSession = true,
        MqttProtocolVersion version = MqttProtocolVersion.V311,
        Action<MqttClientOptionsBuilder>? more = null)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer("localhost", _azure.HubPort)
            .WithProtocolVersion(version)
            .WithClientId(_deviceId)
            .WithCleanSession(cleanSession)
            .WithCredentials(userName ?? $"localhost/{_deviceId}/?api-version=2021-04-12", password ?? Sas.ForHub(_deviceId, key))
            .WithTlsOptions(tls => tls.UseTls().WithTargetHost("localhost").WithTrustChain(Trust.Policy(_azure).CustomTrustStore).WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck));
        more?.Invoke(builder);
        return _client.ConnectAsync(builder.Build(), cancellationToken);
    }

    public async Task<IReadOnlyList<MqttClientSubscribeResultCode>> SubscribeAsync(CancellationToken cancellationToken, params (string Filter, int Qos)[] filters)
    {
        MqttClientSubscribeOptionsBuilder builder = new();
        foreach ((string filter, int qos) in filters)
        {
            builder.WithTopicFilter(filter, (MqttQualityOfServiceLevel)qos);
        }

        MqttClientSubscribeResult result = await _client.SubscribeAsync(builder.Build(), cancellationToken);
        var codes = new List<MqttClientSubscribeResultCode>();
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            codes.Add(item.ResultCode);
        }

        return codes;
    }

    /// <summary>Publishes; for QoS 1 completes with the PUBACK.</summary>
    public Task PublishAsync(string topic, string payload, CancellationToken cancellationToken, int qos = 1, bool retain = false) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), cancellationToken, qos, retain);

    public Task PublishAsync(string topic, byte[] payload, CancellationToken cancellationToken, int qos = 1, bool retain = false) =>
        _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithQualityOfServiceLevel((MqttQualityOfServiceLevel)qos).WithRetainFlag(retain).Build(),
            cancellationToken);

    public ValueTask<MqttApplicationMessageReceivedEventArgs> NextAsync(CancellationToken cancellationToken) => _received.Reader.ReadAsync(cancellationToken);

    public Task DisconnectAsync() => _client.DisconnectAsync();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
