using System;
using System.Runtime.CompilerServices;
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
    private const int ProtocolNameStart = (0x0004 << 16) | ('M' << 8) | 'Q';
    private const int ProtocolNameEndAndLevel = ('T' << 24) | ('T' << 16) | (4 << 8);

    /// <summary>Tells whether a server has to accept what would be sent: lengths, combinations and the text of strings.</summary>
    /// <returns><see cref="MqttViolation.None"/>, or the first rule that is broken.</returns>
    /// <exception cref="ArgumentException"><paramref name="options"/> or its Client Identifier is null, or its password count is out of range.</exception>
    public static MqttViolation Validate(ConnectOptions options)
    {
        MqttViolation violation = Measure(options, out _, out _);
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
        Require.NoViolation(Measure(options, out int remaining, out _), nameof(options));
        return FixedHeader.GetPacketLength(remaining);
    }

    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="GetLength"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="options">What it says.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">A length or a combination is refused (see <see cref="Validate"/>), or the buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset, ConnectOptions options)
    {
        Require.NoViolation(Measure(options, out int remaining, out int flags), nameof(options));
        int position = FixedHeader.Write(buffer, offset, (int)PacketType.Connect << 4, remaining);
        Bytes.WriteInt32(buffer, position, ProtocolNameStart);
        Bytes.WriteInt32(buffer, position + 4, ProtocolNameEndAndLevel | flags);
        Bytes.WriteUInt16(buffer, position + 8, options.KeepAliveSeconds);

        // [MQTT-3.1.3-1] [MQTT-3.1.3-3] the order of the payload
        position = WriteField(buffer, position + VariableHeaderLength, options.ClientId, options.ClientId.Length);
        if (options.WillTopic != null) position = WriteWill(buffer, position, options.WillTopic, options.WillPayload ?? Bytes.Empty);
        if (options.UserName != null) position = WriteField(buffer, position, options.UserName, options.UserName.Length);
        if (options.Password != null) position = WriteField(buffer, position, options.Password, options.PasswordCount);
        return position - offset;
    }

    // Kept apart: few devices have a will, and without it the rest is compiled in one piece.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteWill(byte[] buffer, int position, byte[] topic, byte[] payload)
    {
        position = WriteField(buffer, position, topic, topic.Length);
        return WriteField(buffer, position, payload, payload.Length);
    }

    [MethodImpl(Inlining.Always)]
    private static int WriteField(byte[] buffer, int position, byte[] field, int count)
    {
        Bytes.WriteUInt16(buffer, position, count);
        Bytes.Copy(field, 0, buffer, position + 2, count);
        return position + 2 + count;
    }

    /// <summary>Checks lengths and combinations; adds up the Remaining Length and the Connect Flags on the way.</summary>
    private static MqttViolation Measure(ConnectOptions options, out int remaining, out int flags)
    {
        if (options == null || options.ClientId == null) throw new ArgumentNullException(nameof(options));
        if ((uint)options.PasswordCount > (uint)LengthOf(options.Password)) ThrowPasswordCount();

        // [MQTT-3.1.2-3] bit 0 is reserved
        flags = options.CleanSession ? CleanSessionFlag : 0;
        // Sixteen bits hold each length exactly when they hold all of them together.
        int longest = options.ClientId.Length;
        remaining = VariableHeaderLength + 2 + longest;
        if (options.UserName != null)
        {
            flags |= UserNameFlag;
            longest |= options.UserName.Length;
            remaining += 2 + options.UserName.Length;
        }

        if (options.Password != null)
        {
            // [MQTT-3.1.2-22]
            if (options.UserName == null) return MqttViolation.PasswordWithoutUserName;
            flags |= PasswordFlag;
            longest |= options.PasswordCount;
            remaining += 2 + options.PasswordCount;
        }

        // [MQTT-3.1.2-9] [MQTT-3.1.2-11] all of a will, or nothing of it
        bool hasWillPart = options.WillTopic != null || options.WillPayload != null || options.WillQoS != 0 || options.WillRetain;
        if (hasWillPart)
        {
            MqttViolation violation = ValidateWill(options);
            if (violation != MqttViolation.None) return violation;
            flags |= WillFlag | (options.WillQoS << 3) | (options.WillRetain ? WillRetainFlag : 0);
            longest |= LengthOf(options.WillTopic) | LengthOf(options.WillPayload);
            remaining += 4 + LengthOf(options.WillTopic) + LengthOf(options.WillPayload);
        }

        if (longest > MqttLimits.MaxStringLength) return MqttViolation.StringTooLong;
        // [MQTT-3.1.3-7]
        if (options.ClientId.Length == 0 && !options.CleanSession) return MqttViolation.EmptyClientIdWithoutCleanSession;
        return (uint)options.KeepAliveSeconds > MqttLimits.MaxKeepAliveSeconds ? MqttViolation.InvalidKeepAlive : MqttViolation.None;
    }

    private static MqttViolation ValidateWill(ConnectOptions options)
    {
        if (options.WillTopic == null) return MqttViolation.WillWithoutTopic;
        if (options.WillTopic.Length == 0) return MqttViolation.EmptyTopic;
        // [MQTT-3.1.2-14]
        return (uint)options.WillQoS > 2 ? MqttViolation.InvalidWillQoS : MqttViolation.None;
    }

    private static MqttViolation ValidateText(byte[]? text)
        => text == null ? MqttViolation.None : MqttString.Validate(text, 0, text.Length);

    private static int LengthOf(byte[]? field) => field == null ? 0 : field.Length;

    private static void ThrowPasswordCount() => throw new ArgumentException("PasswordCount is not within the password", "options");
}
