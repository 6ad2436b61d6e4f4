using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IoTC.Emulator.Devices;

namespace IoTC.Emulator.Files;

/// <summary>The uploads under way of all devices. Thread-safe.</summary>
internal sealed class FileService(EmulatorOptions options, EmulatorClock clock)
{
    public const string Container = "device-files";
    public const int MaxActive = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ActiveUpload> _active = [];

    public BlobAccess Access { get; } = new();

    /// <summary>Begins an upload; null when the device has as many as it may.</summary>
    public ActiveUpload? Begin(EmulatedDevice device, string name)
    {
        lock (_gate)
        {
            // One whose access has ended is over, whether the device has said so or not.
            foreach (ActiveUpload ended in _active.Values.Where(upload => upload.Expiry <= clock.UtcNow).ToList())
            {
                _active.Remove(ended.CorrelationId);
            }

            if (_active.Values.Count(upload => upload.Device == device) >= MaxActive)
            {
                return null;
            }

            var begun = new ActiveUpload(Guid.NewGuid().ToString(), device, $"{device.DeviceId}/{name}", clock.UtcNow + options.UploadAccess);
            _active.Add(begun.CorrelationId, begun);
            return begun;
        }
    }

    /// <summary>Ends an upload; null when there is none of that name for the device.</summary>
    public ActiveUpload? End(EmulatedDevice device, string correlationId)
    {
        lock (_gate)
        {
            return _active.TryGetValue(correlationId, out ActiveUpload? upload) && upload.Device == device && _active.Remove(correlationId) ? upload : null;
        }
    }
}
