using System;
using System.Threading.Tasks;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace IoTC.Emulator.Hub;

/// <summary>The MQTT endpoint of hub and DPS: MQTTnet's server behind Kestrel's TLS, with Azure's rules around it.</summary>
internal sealed class HubServer : IDisposable
{
    private readonly ConnectDesk _desk;
    private readonly MqttServer _server;

    public HubServer(EmulatorOptions options, EmulatorClock clock, EmulatorFaults faults, ConnectDesk desk)
    {
        Options = options;
        Clock = clock;
        Faults = faults;
        _desk = desk;
        Listener = new HubListener(this);

        MqttServerOptions serverOptions = new MqttServerOptionsBuilder().WithoutDefaultEndpoint().WithDefaultCommunicationTimeout(TimeSpan.FromSeconds(30)).Build();
        _server = new MqttServerFactory().CreateMqttServer(serverOptions, [Listener], new MqttNetNullLogger());
        _server.ValidatingConnectionAsync += ValidateAsync;
        _server.InterceptingPublishAsync += args =>
        {
            args.ProcessPublish = false;   // a hub is no broker: nothing goes from device to device
            return Task.CompletedTask;
        };
    }

    public EmulatorOptions Options { get; }

    public EmulatorClock Clock { get; }

    public EmulatorFaults Faults { get; }

    /// <summary>Takes the connections that Kestrel has accepted.</summary>
    public HubListener Listener { get; }

    public Task StartAsync() => _server.StartAsync();

    public Task StopAsync() => _server.StopAsync();

    public void Dispose() => _server.Dispose();

    private Task ValidateAsync(ValidatingConnectionEventArgs args)
    {
        args.ReasonCode = Faults.Connects.TryTake(out int returnCode)
            ? ToReason(returnCode)
            : _desk.TryAccept(this, (MqttLink)args.ChannelAdapter, args.UserName, args.Password) ? MqttConnectReasonCode.Success : MqttConnectReasonCode.NotAuthorized;
        return Task.CompletedTask;
    }

    private static MqttConnectReasonCode ToReason(int returnCode) => returnCode switch
    {
        1 => MqttConnectReasonCode.UnsupportedProtocolVersion,
        2 => MqttConnectReasonCode.ClientIdentifierNotValid,
        3 => MqttConnectReasonCode.ServerUnavailable,
        4 => MqttConnectReasonCode.BadUserNameOrPassword,
        _ => MqttConnectReasonCode.NotAuthorized,
    };
}
