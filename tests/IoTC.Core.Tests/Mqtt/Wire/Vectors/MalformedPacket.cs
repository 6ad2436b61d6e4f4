using IoTC.Mqtt.Wire;

namespace IoTC.Core.Tests.Mqtt.Wire.Vectors;

/// <summary>Bytes that a server must not send, the rule they break, and how many of them are enough to know.</summary>
public sealed record MalformedPacket(string Name, MqttViolation Violation, int KnownAfter, byte[] Bytes)
{
    public override string ToString() => Name;
}
