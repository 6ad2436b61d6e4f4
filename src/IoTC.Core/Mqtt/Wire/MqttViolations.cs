using System;

namespace IoTC.Mqtt.Wire;

/// <summary>Tells violations in words.</summary>
public static class MqttViolations
{
    /// <summary>Tells which rule is broken: the standard's id or section in brackets, then what was found.</summary>
    /// <returns>One sentence without a final stop, in English, for logs and exceptions.</returns>
    public static string Describe(MqttViolation violation)
    {
        switch (violation)
        {
            case MqttViolation.None: return "no rule of MQTT 3.1.1 is broken";
            case MqttViolation.ReservedPacketType: return "[MQTT 3.1.1 §2.2.1] packet types 0 and 15 are reserved";
            case MqttViolation.NotSentByServer: return "[MQTT 3.1.1 §2.2.1] a server never sends a packet of this type";
            case MqttViolation.ReservedFlags: return "[MQTT-2.2.2-2] reserved flag bits are not what the packet type demands";
            case MqttViolation.ReservedQoS: return "[MQTT-3.3.1-4] a PUBLISH has both QoS bits set";
            case MqttViolation.DupOnQoS0: return "[MQTT-3.3.1-2] a QoS 0 PUBLISH has the DUP flag set";
            case MqttViolation.RemainingLengthTooLong: return "[MQTT 3.1.1 §2.2.3] the Remaining Length has more than four bytes";
            case MqttViolation.WrongRemainingLength: return "[MQTT 3.1.1 §2.2.3] the Remaining Length is not one that the packet type allows";
            case MqttViolation.FieldBeyondPacket: return "[MQTT 3.1.1 §2.2.3] a field reaches beyond the end of its packet";
            case MqttViolation.ZeroPacketId: return "[MQTT-2.3.1-1] the Packet Identifier is 0";
            case MqttViolation.ReservedConnackFlags: return "[MQTT 3.1.1 §3.2.2.1] a CONNACK has a reserved acknowledge flag set";
            case MqttViolation.UnknownConnectReturnCode: return "[MQTT-3.2.2-6] a CONNACK has a return code above 5";
            case MqttViolation.SessionPresentWithRefusal: return "[MQTT-3.2.2-4] a CONNACK refuses the connection and has Session Present set";
            case MqttViolation.NoSubackReturnCodes: return "[MQTT-3.8.4-5] a SUBACK has no return code";
            case MqttViolation.UnknownSubackReturnCode: return "[MQTT-3.9.3-2] a SUBACK return code is not 0x00, 0x01, 0x02 or 0x80";
            case MqttViolation.EmptyTopic: return "[MQTT-4.7.3-1] a Topic Name or Topic Filter is empty";
            case MqttViolation.WildcardInTopicName: return "[MQTT-3.3.2-2] a Topic Name contains a wildcard character";
            case MqttViolation.NullCharacter: return "[MQTT-1.5.3-2] a string contains U+0000";
            case MqttViolation.IllFormedUtf8: return "[MQTT-1.5.3-1] a string is not well-formed UTF-8";
            case MqttViolation.StringTooLong: return "[MQTT-4.7.3-3] a string or binary field has more than 65535 bytes";
            case MqttViolation.MisplacedMultiLevelWildcard: return "[MQTT-4.7.1-2] '#' in a Topic Filter is not the whole of its last level";
            case MqttViolation.MisplacedSingleLevelWildcard: return "[MQTT-4.7.1-3] '+' in a Topic Filter is not the whole of its level";
            case MqttViolation.NoTopicFilters: return "[MQTT-3.8.3-3] [MQTT-3.10.3-2] there is no Topic Filter";
            case MqttViolation.InvalidRequestedQoS: return "[MQTT-3-8.3-4] a requested QoS is not 0, 1 or 2";
            case MqttViolation.InvalidWillQoS: return "[MQTT-3.1.2-14] the will QoS is not 0, 1 or 2";
            case MqttViolation.WillWithoutTopic: return "[MQTT-3.1.2-9] a will message, QoS or retain is given without a will topic";
            case MqttViolation.PasswordWithoutUserName: return "[MQTT-3.1.2-22] there is a password but no user name";
            case MqttViolation.EmptyClientIdWithoutCleanSession: return "[MQTT-3.1.3-7] an empty Client Identifier needs Clean Session";
            case MqttViolation.InvalidKeepAlive: return "[MQTT 3.1.1 §3.1.2.10] the Keep Alive is not within 0 to 65535 seconds";
            case MqttViolation.PacketTooLarge: return "[MQTT 3.1.1 §2.2.3] the Remaining Length would be above 268435455";
            case MqttViolation.SessionPresentWithCleanSession: return "[MQTT-3.2.2-1] a CONNACK has Session Present set although a clean session was asked for";
            case MqttViolation.SubackCountMismatch: return "[MQTT-3.8.4-5] a SUBACK has another number of return codes than filters were asked for";
            case MqttViolation.ConnackNotFirst: return "[MQTT-3.2.0-1] the first packet from the server is not a CONNACK";
            case MqttViolation.UnexpectedConnack: return "[MQTT 3.1.1 §3.2] a CONNACK came a second time";
            default: return "an unknown rule of MQTT 3.1.1 is broken";
        }
    }

    internal static ArgumentException ToException(MqttViolation violation, string parameter)
        => new ArgumentException(Describe(violation), parameter);
}
