using System;
using System.Threading;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Security;
using IoTC.Emulator.Signals;
using IoTC.Emulator.State;
using IoTC.Emulator.Twins;

namespace IoTC.Emulator;

/// <summary>One device as the cloud sees it: identity, connection, telemetry, twin, methods, messages. Thread-safe.</summary>
public sealed partial class EmulatedDevice
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ChangeSignal _changed = new();
    private readonly EmulatorOptions _options;
    private readonly EmulatorClock _clock;
    private readonly DeviceRegistry _registry;
    private readonly DeviceLog? _log;

    internal EmulatedDevice(string deviceId, Attestation attestation, EmulatorOptions options, EmulatorClock clock, DeviceRegistry registry, DeviceLog? log, SavedTwin? twin = null)
    {
        DeviceId = deviceId;
        Attestation = attestation;
        Twin = new DeviceTwin(log, twin);
        _log = log;
        _options = options;
        _clock = clock;
        _registry = registry;
        _telemetry = CreateTelemetryChannel(options.TelemetryHistory);
    }

    /// <summary>The Device ID: the MQTT client id, and the name in topics.</summary>
    public string DeviceId { get; }

    /// <summary>The device's base64 key; empty for a device with a certificate.</summary>
    public string PrimaryKey => (Attestation as SymmetricKeyAttestation)?.PrimaryKey ?? "";

    /// <summary>False after <see cref="Disable"/>.</summary>
    public bool IsEnabled { get; private set; } = true;

    /// <summary>The model id last announced, in the hub's user name or in the DPS payload.</summary>
    public string? ModelId { get; private set; }

    /// <summary>The ID Scope of its last DPS registration; null when there was none.</summary>
    public string? IdScope { get; private set; }

    /// <summary>The custom payload of its last DPS registration; null when there was none.</summary>
    public string? ProvisioningPayloadJson { get; private set; }

    /// <summary>The hub that its last DPS registration named; null for <see cref="EmulatorOptions.AssignedHub"/>.</summary>
    internal string? AssignedHub { get; private set; }

    /// <summary>Renewed by each DPS registration: a certificate may have been rolled.</summary>
    internal Attestation Attestation { get; private set; }

    /// <summary>Refuses the device from now on (CONNACK 5) and drops its connection.</summary>
    public void Disable()
    {
        SetEnabled(false);
        Connection?.Close("device disabled");
    }

    /// <summary>Undoes <see cref="Disable"/>.</summary>
    public void Enable() => SetEnabled(true);

    /// <summary>Removes the identity from the hub and drops its connection. A later DPS registration makes it anew: another object.</summary>
    public void Delete()
    {
        _registry.Remove(this, _log);
        Disable();
    }

    internal DeviceConnection? Connection { get; private set; }

    private void SetEnabled(bool isEnabled)
    {
        lock (_gate)
        {
            IsEnabled = isEnabled;
            Save();
        }

        TellDevice();
    }

    private void TellDevice() => _registry.Feed.Tell(ChangeKind.Device, this);
}
