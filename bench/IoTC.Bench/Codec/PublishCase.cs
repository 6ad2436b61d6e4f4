using System;
using System.Buffers;
using System.Text;
using IoTC.Mqtt.Wire;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IoTC.Bench.Codec;

/// <summary>A QoS 1 PUBLISH to a topic of 80 characters: the same packet for this codec, for MQTTnet and for a plain copy.</summary>
public sealed class PublishCase
{
    public const string TopicText = "devices/thermostat-0000000001/messages/events/%24.ct=application%2Fjson&x=123456";

    private readonly byte[] _topic = Encoding.UTF8.GetBytes(TopicText);
    private readonly byte[] _payload;
    private readonly byte[] _packet;
    private readonly byte[] _target;
    private readonly MqttPublishPacket _theirs;
    private readonly MqttPacketFormatterAdapter _formatter = new(MqttProtocolVersion.V311, new MqttBufferWriter(4096, 65535));
    private readonly ArraySegment<byte> _body;

    public PublishCase(int payloadLength)
    {
        if (_topic.Length != 80) throw new InvalidOperationException("the topic has not 80 characters");
        _payload = new byte[payloadLength];
        new Random(1).NextBytes(_payload);
        _packet = new byte[PublishPacket.GetLength(_topic.Length, payloadLength, 1)];
        _target = new byte[_packet.Length];
        PublishPacket.Write(_packet, 0, _topic, _payload, 0, payloadLength, 1, 7, PublishFlags.None);
        RemainingLength.TryRead(_packet, 1, 4, out int remaining, out int digits);
        _body = new ArraySegment<byte>(_packet, 1 + digits, remaining);
        _theirs = new MqttPublishPacket
        {
            Topic = TopicText,
            Payload = new ReadOnlySequence<byte>(_payload),
            QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            PacketIdentifier = 7,
        };
        if (EncodeTheirs(1) != EncodeOurs(1) || !_target.AsSpan().SequenceEqual(_packet)) throw new InvalidOperationException("the two differ");
    }

    public long EncodeOurs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            sum += PublishPacket.Write(_target, 0, _topic, _payload, 0, _payload.Length, 1, 7, PublishFlags.None);
        }

        return sum;
    }

    /// <summary>MQTTnet leaves the payload where it is; what a transport sends in one piece is put together here.</summary>
    public long EncodeTheirs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            MqttPacketBuffer encoded = _formatter.Encode(_theirs);
            encoded.Packet.AsSpan().CopyTo(_target);
            encoded.Payload.CopyTo(_target.AsSpan(encoded.Packet.Count));
            sum += encoded.Length;
        }

        return sum;
    }

    public long DecodeOurs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            PacketReader.TryRead(_packet, 0, _packet.Length, out IoTC.Mqtt.Wire.MqttPacket packet);
            sum += packet.PayloadCount;
        }

        return sum;
    }

    /// <summary>MQTTnet's fixed header is read by its channel, not by its formatter: it is not in this time.</summary>
    public long DecodeTheirs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            var packet = (MqttPublishPacket)_formatter.Decode(new ReceivedMqttPacket(0x32, _body, _packet.Length));
            sum += packet.Payload.Length;
        }

        return sum;
    }

    public long Copy(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            _packet.AsSpan().CopyTo(_target);
            sum += _target[0];
        }

        return sum;
    }
}
