using System.Collections.Generic;

namespace IoTC.Emulator.State;

/// <summary>A hub identity with all that the data file keeps of it.</summary>
/// <param name="Number">The device's number in the file: one that is deleted and made anew has another.</param>
/// <param name="Identity">What it is.</param>
/// <param name="Twin">Desired and reported properties.</param>
/// <param name="TelemetryCount">How many messages have ever arrived.</param>
/// <param name="Telemetry">The last of them, oldest first.</param>
/// <param name="Messages">Cloud-to-device messages not yet acknowledged, in order.</param>
internal sealed record SavedDevice(
    long Number, SavedIdentity Identity, SavedTwin Twin, long TelemetryCount, IReadOnlyList<TelemetryMessage> Telemetry, IReadOnlyList<CloudToDeviceMessage> Messages);
