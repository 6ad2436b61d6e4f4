using System;
using System.Threading.Tasks;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Security;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace IoTC.Emulator.Hub;

/// <summary>The hub's device endpoint: MQTTnet's server behind Kestrel's TLS, with Azure's rules around it.</summary>
internal sealed class HubServer : IDisposable
{
    private readonly DeviceRegistry _devices;
    private readonly MqttServer _server;

    public HubServer(EmulatorOptions options, EmulatorClock clock, DeviceRegistry devices, EmulatorFaults faults)
    {
        Options = options;
        Clock = clock;
        Faults = faults;
        _devices = devices;
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
        args.ReasonCode = Faults.Connects.TryTake(out int returnCode) ? ToReason(returnCode) : Authenticate(args, (DeviceLink)args.ChannelAdapter);
        return Task.CompletedTask;
    }

    private MqttConnectReasonCode Authenticate(ValidatingConnectionEventArgs args, DeviceLink link)
    {
        HubUserName? user = HubUserName.TryParse(args.UserName);
        if (user is null || user.DeviceId != args.ClientId || !HubName.Matches(Options.AssignedHub, user.HostName)
            || _devices.Find(user.DeviceId) is not { IsEnabled: true } device)
        {
            return MqttConnectReasonCode.NotAuthorized;
        }

        var evidence = new Evidence(args.Password, args.ClientCertificate);
        AttestationResult result = device.Attestation.Verify(evidence, resource => IsDevice(resource, user.DeviceId), Clock.UtcNow, out DateTimeOffset expiry);
        if (result != AttestationResult.Accepted)
        {
            return MqttConnectReasonCode.NotAuthorized;
        }

        device.ModelId = user.ModelId ?? device.ModelId;
        link.Accept(device, expiry);
        return MqttConnectReasonCode.Success;
    }

    // sr is {hub}/devices/{deviceId}
    private bool IsDevice(string resource, string deviceId)
    {
        int slash = resource.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && HubName.Matches(Options.AssignedHub, resource[..slash]) && resource[(slash + 1)..] == $"devices/{deviceId}";
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
