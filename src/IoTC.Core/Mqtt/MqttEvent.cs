using IoTC.Buffers;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <summary>What an <see cref="MqttSession"/> has to tell. One object, made by the driver, is filled again and again.</summary>
/// <remarks>Ranges of <see cref="Buffer"/> are views of the session's own array: they end with the next call that reads an event or asks for the receive window.</remarks>
public sealed partial class MqttEvent
{
    /// <summary>What has happened; tells which of the other members have a meaning.</summary>
    public MqttEventType Type { get; internal set; }

    /// <summary>The array that the ranges point into.</summary>
    public byte[] Buffer { get; internal set; } = Bytes.Empty;

    /// <summary>Index of the first byte of the Topic Name (UTF-8, checked).</summary>
    public int TopicOffset { get; internal set; }

    /// <summary>Length of the Topic Name in bytes.</summary>
    public int TopicCount { get; internal set; }

    /// <summary>Index of the first byte of the payload, or of the return codes of a SUBACK.</summary>
    public int PayloadOffset { get; internal set; }

    /// <summary>Length of the payload in bytes, or the number of return codes of a SUBACK.</summary>
    public int PayloadCount { get; internal set; }

    /// <summary>0, 1 or 2.</summary>
    public int QoS { get; internal set; }

    /// <summary>Whether the server sends this message again. It says nothing about earlier deliveries to the application. MQTT 3.1.1 §3.3.1.1.</summary>
    public bool Dup { get; internal set; }

    /// <summary>Whether the message was retained by the server.</summary>
    public bool Retain { get; internal set; }

    /// <summary>The Packet Identifier, 1–65535, or 0 when there is none.</summary>
    public int PacketId { get; internal set; }

    /// <summary>Names this delivery for <see cref="MqttSession.Acknowledge"/>; 0 for QoS 0.</summary>
    public int AcknowledgeToken { get; internal set; }

    /// <summary>Set by the handler of a received message: it will call <see cref="MqttSession.Acknowledge"/> later itself.</summary>
    public bool DeferAcknowledge { get; set; }

    /// <summary>The number that the caller gave with the request that is completed here.</summary>
    public int Token { get; internal set; }

    /// <summary>Whether the server has kept the session. MQTT 3.1.1 §3.2.2.2.</summary>
    public bool SessionPresent { get; internal set; }

    /// <summary>The server's answer to CONNECT.</summary>
    public ConnectReturnCode ReturnCode { get; internal set; }

    /// <summary>Why the connection has ended.</summary>
    public MqttDisconnectReason Reason { get; internal set; }

    /// <summary>The rule that the server has broken, with <see cref="MqttDisconnectReason.ProtocolViolation"/>.</summary>
    public MqttViolation Violation { get; internal set; }

    /// <summary>How the transport failed, with <see cref="MqttDisconnectReason.TransportFailed"/>.</summary>
    public int TransportStatus { get; internal set; }

    /// <summary>What the transport says of its failure; may be empty.</summary>
    public string Detail { get; internal set; } = "";

    /// <summary>The Topic Name as a string; allocates.</summary>
    public string GetTopic() => Utf8.GetString(Buffer, TopicOffset, TopicCount);

    /// <summary>The payload as a string of UTF-8; allocates.</summary>
    public string GetPayloadString() => Utf8.GetString(Buffer, PayloadOffset, PayloadCount);

    /// <summary>The return code of one filter of a SUBACK, in the order of the request: 0, 1, 2 or 128 (refused).</summary>
    /// <param name="index">0 to <see cref="PayloadCount"/> - 1.</param>
    public int GetSubscribeReturnCode(int index) => Buffer[PayloadOffset + index];

    /// <summary>Why the connection has ended, in one sentence without a final stop.</summary>
    public string DescribeEnd()
    {
        switch (Reason)
        {
            case MqttDisconnectReason.ByClient: return "disconnected by the client";
            case MqttDisconnectReason.Refused: return "the server refused the connection: " + DescribeReturnCode(ReturnCode);
            case MqttDisconnectReason.ConnackTimedOut: return "the server did not answer CONNECT within the time limit";
            case MqttDisconnectReason.PingTimedOut: return "the server did not answer PINGREQ within the time limit";
            case MqttDisconnectReason.AcknowledgeTimedOut: return "the server did not acknowledge a packet within the time limit";
            case MqttDisconnectReason.ProtocolViolation: return "the server broke the protocol: " + MqttViolations.Describe(Violation);
            case MqttDisconnectReason.PacketTooLarge: return "the server sent a packet larger than the receive limit";
            default:
                string status = Transport.TransportStatus.Describe(TransportStatus);
                return Detail.Length == 0 ? status : status + " (" + Detail + ")";
        }
    }

    /// <summary>A CONNACK return code in the words of MQTT 3.1.1 §3.2.2.3.</summary>
    public static string DescribeReturnCode(ConnectReturnCode code)
    {
        switch ((int)code)
        {
            case 0: return "CONNACK 0, accepted";
            case 1: return "CONNACK 1, unacceptable protocol version";
            case 2: return "CONNACK 2, identifier rejected";
            case 3: return "CONNACK 3, server unavailable";
            case 4: return "CONNACK 4, bad user name or password";
            default: return "CONNACK 5, not authorized";
        }
    }
}
