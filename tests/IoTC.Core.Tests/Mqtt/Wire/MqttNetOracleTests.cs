using System;
using System.Buffers;
using System.Linq;
using System.Text;
using IoTC.Mqtt.Wire;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NUnit.Framework;
using MqttNetPacket = MQTTnet.Packets.MqttPacket;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>What is written here, MQTTnet reads; what MQTTnet writes, is written here byte for byte.</summary>
[TestFixture]
public sealed class MqttNetOracleTests
{
    [Test]
    public void Publish([Values(0, 1, 2)] int qos, [Values(0, 1, 100, 20_000, 3_000_000)] int payloadCount, [Values] bool retain)
    {
        byte[] payload = new byte[payloadCount];
        new Random(payloadCount).NextBytes(payload);
        byte[] topic = [.. "devices/ä-1/messages/events/"u8];
        byte[] buffer = new byte[PublishPacket.GetLength(topic.Length, payloadCount, qos)];
        PublishPacket.Write(buffer, 0, topic, payload, 0, payloadCount, qos, qos == 0 ? 0 : 4711, retain ? PublishFlags.Retain : PublishFlags.None);

        var read = (MqttPublishPacket)Decode(buffer);

        Assert.That(read.Topic, Is.EqualTo("devices/ä-1/messages/events/"));
        Assert.That((int)read.QualityOfServiceLevel, Is.EqualTo(qos));
        Assert.That(read.Retain, Is.EqualTo(retain));
        Assert.That(read.PacketIdentifier, Is.EqualTo(qos == 0 ? 0 : 4711));
        Assert.That(read.Payload.ToArray().AsSpan().SequenceEqual(payload));
        Assert.That(Encode(read).AsSpan().SequenceEqual(buffer));
    }

    [Test]
    public void Connect([Values] bool withUser, [Values] bool withWill, [Values] bool cleanSession)
    {
        var options = new ConnectOptions { ClientId = [.. "thermostat-1"u8], CleanSession = cleanSession, KeepAliveSeconds = 240 };
        var expected = new MqttConnectPacket { ClientId = "thermostat-1", CleanSession = cleanSession, KeepAlivePeriod = 240 };
        if (withUser)
        {
            options.UserName = [.. "hub/thermostat-1/?api-version=2021-04-12"u8];
            options.Password = [.. "SharedAccessSignature sr=x"u8];
            expected.Username = Encoding.UTF8.GetString(options.UserName);
            expected.Password = options.Password;
        }

        if (withWill)
        {
            options.WillTopic = [.. "last/will"u8];
            options.WillPayload = [1, 2, 3];
            options.WillQoS = 1;
            options.WillRetain = true;
            expected.WillFlag = true;
            expected.WillTopic = "last/will";
            expected.WillMessage = [1, 2, 3];
            expected.WillQoS = MqttQualityOfServiceLevel.AtLeastOnce;
            expected.WillRetain = true;
        }

        byte[] buffer = new byte[ConnectPacket.GetLength(options)];
        ConnectPacket.Write(buffer, 0, options);

        Assert.That(buffer, Is.EqualTo(Encode(expected)));
    }

    [Test]
    public void SubscribeAndUnsubscribe()
    {
        TopicSubscription[] filters = [new([.. "a/+/b"u8], 0), new([.. "c/#"u8], 1), new([.. "$iothub/methods/POST/#"u8], 2)];
        byte[][] names = [.. filters.Select(f => f.Filter)];
        var subscribe = new MqttSubscribePacket { PacketIdentifier = 513 };
        var unsubscribe = new MqttUnsubscribePacket { PacketIdentifier = 514 };
        foreach (TopicSubscription filter in filters)
        {
            string topic = Encoding.UTF8.GetString(filter.Filter);
            subscribe.TopicFilters.Add(new MqttTopicFilter { Topic = topic, QualityOfServiceLevel = (MqttQualityOfServiceLevel)filter.QoS });
            unsubscribe.TopicFilters.Add(topic);
        }

        byte[] subscribeBytes = new byte[SubscribePacket.GetLength(filters, 3)];
        byte[] unsubscribeBytes = new byte[UnsubscribePacket.GetLength(names, 3)];
        SubscribePacket.Write(subscribeBytes, 0, 513, filters, 3);
        UnsubscribePacket.Write(unsubscribeBytes, 0, 514, names, 3);

        Assert.That(subscribeBytes, Is.EqualTo(Encode(subscribe)));
        Assert.That(unsubscribeBytes, Is.EqualTo(Encode(unsubscribe)));
    }

    [Test]
    public void FixedPackets()
    {
        byte[] buffer = new byte[4];
        AckPacket.Write(buffer, 0, PacketType.Puback, 999);
        Assert.That(buffer, Is.EqualTo(Encode(new MqttPubAckPacket { PacketIdentifier = 999 })));
        AckPacket.Write(buffer, 0, PacketType.Pubrec, 999);
        Assert.That(buffer, Is.EqualTo(Encode(new MqttPubRecPacket { PacketIdentifier = 999 })));
        AckPacket.Write(buffer, 0, PacketType.Pubrel, 999);
        Assert.That(buffer, Is.EqualTo(Encode(new MqttPubRelPacket { PacketIdentifier = 999 })));
        AckPacket.Write(buffer, 0, PacketType.Pubcomp, 999);
        Assert.That(buffer, Is.EqualTo(Encode(new MqttPubCompPacket { PacketIdentifier = 999 })));
        PingreqPacket.Write(buffer, 0);
        Assert.That(buffer[..2], Is.EqualTo(Encode(MqttPingReqPacket.Instance)));
        DisconnectPacket.Write(buffer, 0);
        Assert.That(buffer[..2], Is.EqualTo(Encode(new MqttDisconnectPacket())));
    }

    private static byte[] Encode(MqttNetPacket packet)
        => new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(64, int.MaxValue)).Encode(packet).ToArray();

    private static MqttNetPacket Decode(byte[] bytes)
    {
        RemainingLength.TryRead(bytes, 1, bytes.Length - 1, out int remaining, out int digits);
        var body = new ArraySegment<byte>(bytes, 1 + digits, remaining);
        return new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(64, int.MaxValue))
            .Decode(new ReceivedMqttPacket(bytes[0], body, bytes.Length));
    }
}
