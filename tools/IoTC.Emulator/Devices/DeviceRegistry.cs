using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IoTC.Emulator.Security;
using IoTC.Emulator.State;

namespace IoTC.Emulator.Devices;

/// <summary>The hub's identities. Device IDs are case-sensitive.</summary>
/// <param name="options">For every device.</param>
/// <param name="clock">For every device.</param>
/// <param name="journal">Told of each change; null when nothing is kept.</param>
internal sealed class DeviceRegistry(EmulatorOptions options, EmulatorClock clock, StateJournal? journal)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, EmulatedDevice> _devices = new(StringComparer.Ordinal);
    private long _lastNumber;

    public IEnumerable<EmulatedDevice> All => _devices.Values.OrderBy(device => device.DeviceId, StringComparer.Ordinal);

    public EmulatedDevice? Find(string deviceId) => _devices.GetValueOrDefault(deviceId);

    public EmulatedDevice GetOrAdd(string deviceId, Attestation attestation)
    {
        lock (_gate)
        {
            if (Find(deviceId) is { } known)
            {
                return known;
            }

            DeviceLog? log = CreateLog(++_lastNumber);
            var device = new EmulatedDevice(deviceId, attestation, options, clock, this, log);
            log?.Added(device.ToIdentity());
            return _devices[deviceId] = device;
        }
    }

    /// <summary>Takes a device of the data file.</summary>
    public void Restore(SavedDevice saved)
    {
        lock (_gate)
        {
            _lastNumber = Math.Max(_lastNumber, saved.Number);
            var device = new EmulatedDevice(saved.Identity.DeviceId, saved.Identity.Attestation.ToAttestation(), options, clock, this, CreateLog(saved.Number), saved.Twin);
            device.Restore(saved);
            _devices[device.DeviceId] = device;
        }
    }

    /// <returns>Whether the hub knew it.</returns>
    public bool Remove(EmulatedDevice device, DeviceLog? log)
    {
        lock (_gate)
        {
            bool isKnown = _devices.TryRemove(KeyValuePair.Create(device.DeviceId, device));
            if (isKnown)
            {
                log?.Deleted();
            }

            return isKnown;
        }
    }

    private DeviceLog? CreateLog(long number) => journal is null ? null : new DeviceLog(journal, number);
}
