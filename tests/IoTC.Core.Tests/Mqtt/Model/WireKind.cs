namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Control Packet types, MQTT 3.1.1 §2.2.1, written down a second time.</summary>
internal enum WireKind : byte
{
    Connect = 1,
    Connack,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Pingreq,
    Pingresp,
    Disconnect,
}
