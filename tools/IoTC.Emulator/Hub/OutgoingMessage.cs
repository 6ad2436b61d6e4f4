using System;

namespace IoTC.Emulator.Hub;

/// <summary>A PUBLISH on its way to a device.</summary>
/// <param name="Topic">The topic name.</param>
/// <param name="Payload">The bytes; not changed any more.</param>
/// <param name="Qos">0 or 1.</param>
/// <param name="Done">Runs at the PUBACK, or for QoS 0 when handed to the connection.</param>
/// <param name="IsDuplicate">The DUP flag.</param>
internal sealed record OutgoingMessage(string Topic, ReadOnlyMemory<byte> Payload, int Qos, Action? Done = null, bool IsDuplicate = false);
