using IoTC.Emulator.Security;
using IoTC.Emulator.State;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    /// <summary>Goes on from what the data file held; called before anybody else knows the device. What has arrived before is history, not <see cref="NextTelemetryAsync"/>'s.</summary>
    internal void Restore(SavedDevice saved)
    {
        IsEnabled = saved.Identity.IsEnabled;
        ModelId = saved.Identity.ModelId;
        IdScope = saved.Identity.IdScope;
        ProvisioningPayloadJson = saved.Identity.PayloadJson;
        AssignedHub = saved.Identity.AssignedHub;
        HasSession = saved.Identity.HasSession;
        _keptMessageQos = saved.Identity.MessageQos;
        _telemetryCount = saved.TelemetryCount;
        foreach (TelemetryMessage message in saved.Telemetry)
        {
            _history.Enqueue(message);
            _newest = message;
        }

        foreach (CloudToDeviceMessage message in saved.Messages)
        {
            _messages.AddLast(message);
            _lastMessageNumber = message.Number;
        }
    }

    /// <summary>The data file's row of it.</summary>
    internal SavedIdentity ToIdentity() =>
        new(DeviceId, SavedAttestation.From(Attestation), IsEnabled, ModelId, IdScope, ProvisioningPayloadJson, AssignedHub, HasSession, _keptMessageQos);

    /// <summary>Takes what a DPS registration came to.</summary>
    /// <param name="attestation">What the hub recognises it by from now on.</param>
    /// <param name="idScope">The ID Scope it named.</param>
    /// <param name="modelId">The model id it announced; null leaves the one known.</param>
    /// <param name="payloadJson">Its custom payload, or null.</param>
    /// <param name="assignedHub">The hub it was told, or null for the emulator's.</param>
    internal void Register(Attestation attestation, string idScope, string? modelId, string? payloadJson, string? assignedHub)
    {
        lock (_gate)
        {
            Attestation = attestation;
            IdScope = idScope;
            ModelId = modelId ?? ModelId;
            ProvisioningPayloadJson = payloadJson;
            AssignedHub = assignedHub;
            Save();
        }

        TellDevice();
    }

    /// <summary>Is recognised by something else from now on.</summary>
    internal void Recognise(Attestation attestation)
    {
        lock (_gate)
        {
            Attestation = attestation;
            Save();
        }
    }

    /// <summary>Takes the model id of a CONNECT; null leaves the one known.</summary>
    internal void Announce(string? modelId)
    {
        lock (_gate)
        {
            if (modelId is not null && modelId != ModelId)
            {
                ModelId = modelId;
                Save();
            }
        }
    }

    // Under the gate.
    private void Save() => _log?.Changed(ToIdentity());
}
