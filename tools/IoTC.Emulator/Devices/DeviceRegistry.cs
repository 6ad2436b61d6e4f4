using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Devices;

/// <summary>The hub's identities. Device IDs are case-sensitive.</summary>
internal sealed class DeviceRegistry(EmulatorOptions options, EmulatorClock clock)
{
    private readonly ConcurrentDictionary<string, EmulatedDevice> _devices = new(StringComparer.Ordinal);

    public IEnumerable<EmulatedDevice> All => _devices.Values.OrderBy(device => device.DeviceId, StringComparer.Ordinal);

    public EmulatedDevice? Find(string deviceId) => _devices.GetValueOrDefault(deviceId);

    public EmulatedDevice GetOrAdd(string deviceId, Attestation attestation) =>
        _devices.GetOrAdd(deviceId, id => new EmulatedDevice(id, attestation, options, clock, this));

    public void Remove(EmulatedDevice device) => _devices.TryRemove(KeyValuePair.Create(device.DeviceId, device));
}
