namespace IoTC.Mqtt.Wire;

/// <summary>A rule of MQTT 3.1.1 that received bytes, or the arguments of a caller, break.</summary>
/// <remarks><see cref="MqttViolations.Describe"/> tells it as a sentence with the standard's own id.</remarks>
public enum MqttViolation : byte
{
    /// <summary>No rule is broken.</summary>
    None,

    /// <summary>Packet type 0 or 15, which the standard reserves.</summary>
    ReservedPacketType,

    /// <summary>A packet type that a server never sends.</summary>
    NotSentByServer,

    /// <summary>The low nibble of the first byte is not what the packet type demands.</summary>
    ReservedFlags,

    /// <summary>A PUBLISH with both QoS bits set.</summary>
    ReservedQoS,

    /// <summary>A QoS 0 PUBLISH with DUP.</summary>
    DupOnQoS0,

    /// <summary>A Remaining Length of more than four bytes.</summary>
    RemainingLengthTooLong,

    /// <summary>A Remaining Length that the packet type does not allow: something is missing or left over.</summary>
    WrongRemainingLength,

    /// <summary>A field that reaches beyond the end of its packet.</summary>
    FieldBeyondPacket,

    /// <summary>Packet Identifier 0.</summary>
    ZeroPacketId,

    /// <summary>A CONNACK with a reserved acknowledge flag set.</summary>
    ReservedConnackFlags,

    /// <summary>A CONNACK return code above 5.</summary>
    UnknownConnectReturnCode,

    /// <summary>A CONNACK that refuses and says Session Present.</summary>
    SessionPresentWithRefusal,

    /// <summary>A SUBACK without a return code.</summary>
    NoSubackReturnCodes,

    /// <summary>A SUBACK return code other than 0, 1, 2 and 0x80.</summary>
    UnknownSubackReturnCode,

    /// <summary>A Topic Name or Topic Filter without a character.</summary>
    EmptyTopic,

    /// <summary><c>+</c> or <c>#</c> in a Topic Name.</summary>
    WildcardInTopicName,

    /// <summary>U+0000 in a string.</summary>
    NullCharacter,

    /// <summary>A string that is not well-formed UTF-8.</summary>
    IllFormedUtf8,

    /// <summary>A string, password or will message of more than 65,535 bytes.</summary>
    StringTooLong,

    /// <summary><c>#</c> that is not a whole level, or not the last one.</summary>
    MisplacedMultiLevelWildcard,

    /// <summary><c>+</c> that is not a whole level.</summary>
    MisplacedSingleLevelWildcard,

    /// <summary>A SUBSCRIBE or UNSUBSCRIBE without a Topic Filter.</summary>
    NoTopicFilters,

    /// <summary>A requested QoS other than 0, 1 and 2.</summary>
    InvalidRequestedQoS,

    /// <summary>A will QoS other than 0, 1 and 2.</summary>
    InvalidWillQoS,

    /// <summary>A will message, QoS or retain without a will topic.</summary>
    WillWithoutTopic,

    /// <summary>A password without a user name.</summary>
    PasswordWithoutUserName,

    /// <summary>An empty Client Identifier while the session is to be kept.</summary>
    EmptyClientIdWithoutCleanSession,

    /// <summary>A Keep Alive outside 0–65,535 seconds.</summary>
    InvalidKeepAlive,

    /// <summary>A packet that would need a Remaining Length of more than 268,435,455.</summary>
    PacketTooLarge,

    /// <summary>CONNACK has Session Present set although a clean session was asked for. [MQTT-3.2.2-1]</summary>
    SessionPresentWithCleanSession,

    /// <summary>SUBACK has another number of return codes than filters were asked for. [MQTT-3.8.4-5]</summary>
    SubackCountMismatch,

    /// <summary>The first packet from the server is not CONNACK. [MQTT-3.2.0-1]</summary>
    ConnackNotFirst,

    /// <summary>CONNACK came a second time. §3.2</summary>
    UnexpectedConnack,
}
