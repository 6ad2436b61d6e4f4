using System;

namespace IoTC.Mqtt.Wire;

/// <summary>The flags of a PUBLISH beside its QoS, as they stand in its first byte. MQTT 3.1.1 §3.3.1.</summary>
[Flags]
public enum PublishFlags
{
    /// <summary>First delivery, not retained.</summary>
    None = 0,

    /// <summary>The server keeps the message for later subscribers. §3.3.1.3.</summary>
    Retain = 1,

    /// <summary>A re-delivery; never with QoS 0. §3.3.1.1.</summary>
    Dup = 8,
}
