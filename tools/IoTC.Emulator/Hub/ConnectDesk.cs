using System;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Provisioning;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Hub;

/// <summary>Judges CONNECTs and gives the accepted ones their role.</summary>
internal sealed class ConnectDesk(EmulatorOptions options, EmulatorClock clock, DeviceRegistry devices, ProvisioningService provisioning, ClientChains chains)
{
    /// <summary>False: CONNACK 5, whatever the reason.</summary>
    public bool TryAccept(HubServer hub, MqttLink link, string? userName, string? password)
    {
        var evidence = new Evidence(password, link.ClientCertificate, chains.Of(link.ClientCertificate));
        return DpsUserName.TryParse(userName) is { } dps ? TryAcceptDps(dps, hub, link, evidence) : TryAcceptDevice(HubUserName.TryParse(userName), hub, link, evidence);
    }

    private bool TryAcceptDps(DpsUserName user, HubServer hub, MqttLink link, Evidence evidence)
    {
        var request = new DpsRequest(user.IdScope, user.RegistrationId, DpsAction.Register, "");
        bool sameId = string.Equals(link.ClientId, user.RegistrationId, StringComparison.OrdinalIgnoreCase);
        if (!sameId || provisioning.Authorize(request, evidence, out Grant? grant) is not null)
        {
            return false;
        }

        link.Accept(new RegistrationConnection(user.RegistrationId, grant!, provisioning, hub, link), DateTimeOffset.MaxValue);
        return true;
    }

    private bool TryAcceptDevice(HubUserName? user, HubServer hub, MqttLink link, Evidence evidence)
    {
        if (user is null || user.DeviceId != link.ClientId || devices.Find(user.DeviceId) is not { IsEnabled: true } device)
        {
            return false;
        }

        string hubName = device.AssignedHub ?? options.AssignedHub;
        if (!HubName.Matches(hubName, user.HostName)
            || device.Attestation.Verify(evidence, IsDevice, clock.UtcNow, out DateTimeOffset expiry) != AttestationResult.Accepted)
        {
            return false;
        }

        device.Announce(user.ModelId);
        link.Accept(new DeviceConnection(device, hub, link), expiry);
        return true;

        // sr is {hub}/devices/{deviceId}
        bool IsDevice(string resource)
        {
            int slash = resource.IndexOf('/', StringComparison.Ordinal);
            return slash > 0 && HubName.Matches(hubName, resource[..slash]) && resource[(slash + 1)..] == $"devices/{device.DeviceId}";
        }
    }
}
