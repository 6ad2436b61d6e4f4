using System;
using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes SUBSCRIBE. MQTT 3.1.1 §3.8.</summary>
/// <remarks>Lengths and QoS are checked at every write; the text of filters by <see cref="Validate"/> alone.</remarks>
public static class SubscribePacket
{
    // [MQTT-3.8.1-1] flags 0010
    private const byte FirstByte = ((int)PacketType.Subscribe << 4) | 2;

    /// <summary>Tells whether a server has to accept the subscriptions: their number, lengths, QoS and text.</summary>
    /// <returns><see cref="MqttViolation.None"/>, or the first rule that is broken.</returns>
    /// <exception cref="ArgumentException">The array or a filter is null, or the array has fewer elements.</exception>
    public static MqttViolation Validate(TopicSubscription[] filters, int count)
    {
        CheckArray(filters, count);
        if (count == 0) return MqttViolation.NoTopicFilters;
        for (int i = 0; i < count; i++)
        {
            byte[] filter = filters[i].Filter;
            // [MQTT-3-8.3-4]
            if ((uint)filters[i].QoS > 2) return MqttViolation.InvalidRequestedQoS;
            // [MQTT-3.8.3-1]
            MqttViolation violation = TopicFilter.Validate(filter, 0, filter == null ? 0 : filter.Length);
            if (violation != MqttViolation.None) return violation;
        }

        return MqttViolation.None;
    }

    /// <summary>Number of bytes of the whole packet.</summary>
    /// <param name="filters">Holds the subscriptions from its start.</param>
    /// <param name="count">Number of them, at least 1.</param>
    /// <exception cref="ArgumentException">There is no filter, or one has a wrong length or QoS.</exception>
    public static int GetLength(TopicSubscription[] filters, int count)
    {
        int remaining = GetRemainingLength(filters, count);
        return FixedHeader.GetPacketLength(remaining);
    }

    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="GetLength"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="packetId">The Packet Identifier, 1–65535.</param>
    /// <param name="filters">Holds the subscriptions from its start.</param>
    /// <param name="count">Number of them, at least 1.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">An argument is refused, or the buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset, int packetId, TopicSubscription[] filters, int count)
    {
        int remaining = GetRemainingLength(filters, count);
        Require.PacketId(packetId);
        int position = FixedHeader.Write(buffer, offset, FirstByte, remaining);
        Bytes.WriteUInt16(buffer, position, packetId);
        position += 2;
        for (int i = 0; i < count; i++)
        {
            TopicSubscription subscription = filters[i];
            int length = subscription.Filter.Length;
            Bytes.WriteUInt16(buffer, position, length);
            buffer[position + 2 + length] = (byte)subscription.QoS;
            Bytes.Copy(subscription.Filter, 0, buffer, position + 2, length);
            position += 3 + length;
        }

        return position - offset;
    }

    [MethodImpl(Inlining.Always)]
    private static int GetRemainingLength(TopicSubscription[] filters, int count)
    {
        CheckArray(filters, count);
        // [MQTT-3.8.3-3]
        if (count == 0) Throw(MqttViolation.NoTopicFilters);
        int length = 2;
        for (int i = 0; i < count; i++)
        {
            byte[] filter = filters[i].Filter;
            if (filter == null || (uint)(filter.Length - 1) >= MqttLimits.MaxStringLength) Throw(TopicFilter.ValidateLength(filter));
            // [MQTT-3-8.3-4]
            if ((uint)filters[i].QoS > 2) Throw(MqttViolation.InvalidRequestedQoS);
            length += 3 + filter!.Length;
            if (length > MqttLimits.MaxRemainingLength) Throw(MqttViolation.PacketTooLarge);
        }

        return length;
    }

    private static void CheckArray(TopicSubscription[] filters, int count)
    {
        if (filters == null || (uint)count > (uint)filters.Length) ThrowCount();
    }

    private static void Throw(MqttViolation violation) => throw MqttViolations.ToException(violation, "filters");

    private static void ThrowCount() => throw new ArgumentException("the array does not hold that many filters", "count");
}
