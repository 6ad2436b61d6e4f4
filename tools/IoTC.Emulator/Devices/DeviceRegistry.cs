using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IoTC.Emulator.Security;
using IoTC.Emulator.Signals;
using IoTC.Emulator.State;

namespace IoTC.Emulator.Devices;

/// <summary>The hub's identities. Device IDs are case-sensitive.</summary>
/// <param name="options">For every device.</param>
/// <param name="clock">For every device.</param>
/// <param name="feed">Tells listeners of each change.</param>
/// <param name="journal">Keeps each change; null when nothing is kept.</param>
internal sealed class DeviceRegistry(EmulatorOptions options, EmulatorClock clock, ChangeFeed feed, StateJournal? journal)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, EmulatedDevice> _devices = new(StringComparer.Ordinal);
    private long _lastNumber;

    public ChangeFeed Feed => feed;

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
            _devices[deviceId] = device;
            Feed.Tell(ChangeKind.Device, device);
            return device;
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

    public void Remove(EmulatedDevice device, DeviceLog? log)
    {
        lock (_gate)
        {
            if (_devices.TryRemove(KeyValuePair.Create(device.DeviceId, device)))
            {
                log?.Deleted();
                Feed.Tell(ChangeKind.Deleted, device);
            }
        }
    }

    private DeviceLog? CreateLog(long number) => journal is null ? null : new DeviceLog(journal, number);
}
