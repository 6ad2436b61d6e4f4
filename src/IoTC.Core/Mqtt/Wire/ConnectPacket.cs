using System;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes CONNECT, the first packet of a connection. MQTT 3.1.1 §3.1.</summary>
/// <remarks>Lengths and combinations are checked at every write; the text of strings by <see cref="Validate"/> alone.</remarks>
public static class ConnectPacket
{
    private const int VariableHeaderLength = 10;
    private const int UserNameFlag = 0x80;
    private const int PasswordFlag = 0x40;
    private const int WillRetainFlag = 0x20;
    private const int WillFlag = 0x04;
    private const int CleanSessionFlag = 0x02;

    // §3.1.2.1 and §3.1.2.2: "MQTT" with its length, level 4.
    private static readonly byte[] ProtocolNameAndLevel = { 0x00, 0x04, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4 };

    /// <summary>Tells whether a server has to accept what would be sent: lengths, combinations and the text of strings.</summary>
    /// <returns><see cref="MqttViolation.None"/>, or the first rule that is broken.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> or its Client Identifier is null, or its password count is out of range.</exception>
    public static MqttViolation Validate(ConnectOptions options)
    {
        MqttViolation violation = ValidateShape(options);
        // [MQTT-3.1.3-4] [MQTT-3.1.3-10] [MQTT-3.1.3-11]
        if (violation == MqttViolation.None) violation = ValidateText(options.ClientId);
        if (violation == MqttViolation.None) violation = ValidateText(options.UserName);
        if (violation == MqttViolation.None && options.WillTopic != null)
        {
            violation = TopicName.Validate(options.WillTopic, 0, options.WillTopic.Length);
        }

        return violation;
    }

    /// <summary>Number of bytes of the whole packet.</summary>
    /// <exception cref="ArgumentException">A length or a combination is refused; see <see cref="Validate"/>.</exception>
    public static int GetLength(ConnectOptions options)
    {
        Require.NoViolation(ValidateShape(options), nameof(options));
        int remaining = GetRemainingLength(options);
        return 1 + RemainingLength.GetLength(remaining) + remaining;
    }

    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="GetLength"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="options">What it says.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">A length or a combination is refused (see <see cref="Validate"/>), or the buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset, ConnectOptions options)
    {
        Require.NoViolation(ValidateShape(options), nameof(options));
        int remaining = GetRemainingLength(options);
        Require.Room(buffer, offset, 1 + RemainingLength.GetLength(remaining) + remaining);

        buffer[offset] = (int)PacketType.Connect << 4;
        int position = RemainingLength.WriteUnchecked(buffer, offset + 1, remaining);
        Bytes.Copy(ProtocolNameAndLevel, 0, buffer, position, ProtocolNameAndLevel.Length);
        buffer[position + 7] = (byte)GetFlags(options);
        Bytes.WriteUInt16(buffer, position + 8, options.KeepAliveSeconds);

        // [MQTT-3.1.3-1] [MQTT-3.1.3-3] the order of the payload
        position = WriteField(buffer, position + VariableHeaderLength, options.ClientId, options.ClientId.Length);
        if (options.WillTopic != null)
        {
            byte[] message = options.WillPayload ?? Bytes.Empty;
            position = WriteField(buffer, position, options.WillTopic, options.WillTopic.Length);
            position = WriteField(buffer, position, message, message.Length);
        }

        if (options.UserName != null) position = WriteField(buffer, position, options.UserName, options.UserName.Length);
        if (options.Password != null) position = WriteField(buffer, position, options.Password, options.PasswordCount);
        return position - offset;
    }

    private static int WriteField(byte[] buffer, int position, byte[] field, int count)
    {
        Bytes.WriteUInt16(buffer, position, count);
        Bytes.Copy(field, 0, buffer, position + 2, count);
        return position + 2 + count;
    }

    private static int GetFlags(ConnectOptions options)
    {
        // [MQTT-3.1.2-3] bit 0 is reserved; [MQTT-3.1.2-11] without a will its QoS and retain are 0
        int flags = options.CleanSession ? CleanSessionFlag : 0;
        if (options.WillTopic != null) flags |= WillFlag | (options.WillQoS << 3) | (options.WillRetain ? WillRetainFlag : 0);
        if (options.UserName != null) flags |= UserNameFlag;
        if (options.Password != null) flags |= PasswordFlag;
        return flags;
    }

    private static int GetRemainingLength(ConnectOptions options)
    {
        int length = VariableHeaderLength + 2 + options.ClientId.Length;
        if (options.WillTopic != null) length += 4 + options.WillTopic.Length + LengthOf(options.WillPayload);
        if (options.UserName != null) length += 2 + options.UserName.Length;
        if (options.Password != null) length += 2 + options.PasswordCount;
        return length;
    }

    private static MqttViolation ValidateShape(ConnectOptions options)
    {
        if (options == null || options.ClientId == null) throw new ArgumentNullException(nameof(options));
        if ((uint)options.PasswordCount > (uint)LengthOf(options.Password)) ThrowPasswordCount();

        int longest = options.ClientId.Length | LengthOf(options.UserName) | options.PasswordCount
            | LengthOf(options.WillTopic) | LengthOf(options.WillPayload);
        // Sixteen bits hold each length exactly when they hold all of them together.
        if (longest > MqttLimits.MaxStringLength) return MqttViolation.StringTooLong;
        if (options.ClientId.Length == 0 && !options.CleanSession) return MqttViolation.EmptyClientIdWithoutCleanSession;
        if (options.Password != null && options.UserName == null) return MqttViolation.PasswordWithoutUserName;
        if ((uint)options.KeepAliveSeconds > MqttLimits.MaxKeepAliveSeconds) return MqttViolation.InvalidKeepAlive;
        if (options.WillTopic != null) return ValidateWill(options);
        bool hasWillPart = options.WillPayload != null || options.WillQoS != 0 || options.WillRetain;
        return hasWillPart ? MqttViolation.WillWithoutTopic : MqttViolation.None;
    }

    private static MqttViolation ValidateWill(ConnectOptions options)
    {
        if (LengthOf(options.WillTopic) == 0) return MqttViolation.EmptyTopic;
        // [MQTT-3.1.2-14]
        return (uint)options.WillQoS > 2 ? MqttViolation.InvalidWillQoS : MqttViolation.None;
    }

    private static MqttViolation ValidateText(byte[]? text)
        => text == null ? MqttViolation.None : MqttString.Validate(text, 0, text.Length);

    private static int LengthOf(byte[]? field) => field == null ? 0 : field.Length;

    private static void ThrowPasswordCount() => throw new ArgumentException("PasswordCount is not within the password", "options");
}
