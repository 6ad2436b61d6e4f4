namespace IoTC.Emulator.Signals;

/// <summary>Something that has happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="Device">To which device; null for faults.</param>
/// <param name="Message">The telemetry.</param>
internal sealed record Change(ChangeKind Kind, EmulatedDevice? Device = null, TelemetryMessage? Message = null);
