using System;
using System.Text;
using IoTC.Mqtt.Wire;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MqttNetPacket = MQTTnet.Packets.MqttPacket;

namespace IoTC.Bench.Codec;

/// <summary>CONNECT of 280 bytes, SUBSCRIBE to one filter of 80 characters, PUBACK and CONNACK, both ways round.</summary>
public sealed class OtherCases
{
    private readonly byte[] _target = new byte[512];
    private readonly byte[] _source = new byte[512];
    private readonly MqttPacketFormatterAdapter _formatter = new(MqttProtocolVersion.V311, new MqttBufferWriter(4096, 65535));

    private readonly ConnectOptions _connect;
    private readonly MqttConnectPacket _theirConnect;
    private readonly TopicSubscription[] _subscriptions = [new(Encoding.UTF8.GetBytes(PublishCase.TopicText), 1)];
    private readonly MqttSubscribePacket _theirSubscribe = new() { PacketIdentifier = 7 };
    private readonly MqttPubAckPacket _theirPuback = new() { PacketIdentifier = 7 };

    private readonly byte[] _puback = [0x40, 0x02, 0x00, 0x07];
    private readonly byte[] _connack = [0x20, 0x02, 0x00, 0x00];
    private readonly ArraySegment<byte> _pubackBody;
    private readonly ArraySegment<byte> _connackBody;

    public OtherCases()
    {
        string userName = "myhub.azure-devices.net/thermostat-0000000001/?api-version=2021-04-12";
        string clientId = "thermostat-0000000001";
        _connect = new ConnectOptions
        {
            ClientId = Encoding.UTF8.GetBytes(clientId),
            UserName = Encoding.UTF8.GetBytes(userName),
            Password = [],
            KeepAliveSeconds = 240,
            CleanSession = true,
        };
        _connect.Password = new byte[280 - ConnectPacket.GetLength(_connect) - 1];
        Array.Fill(_connect.Password, (byte)'x');
        if (ConnectPacket.GetLength(_connect) != 280) throw new InvalidOperationException("CONNECT has not 280 bytes");
        _theirConnect = new MqttConnectPacket
        {
            ClientId = clientId,
            Username = userName,
            Password = _connect.Password,
            KeepAlivePeriod = 240,
            CleanSession = true,
        };
        _theirSubscribe.TopicFilters.Add(new MqttTopicFilter { Topic = PublishCase.TopicText, QualityOfServiceLevel = MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce });
        _pubackBody = new ArraySegment<byte>(_puback, 2, 2);
        _connackBody = new ArraySegment<byte>(_connack, 2, 2);
        if (ConnectTheirs(1) != ConnectOurs(1) || SubscribeTheirs(1) != SubscribeOurs(1)) throw new InvalidOperationException("the two differ");
    }

    public long ConnectOurs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++) sum += ConnectPacket.Write(_target, 0, _connect);
        return sum;
    }

    public long ConnectTheirs(int operations) => Encode(_theirConnect, operations);

    public long SubscribeOurs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++) sum += SubscribePacket.Write(_target, 0, 7, _subscriptions, 1);
        return sum;
    }

    public long SubscribeTheirs(int operations) => Encode(_theirSubscribe, operations);

    public long EncodePubackOurs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++) sum += AckPacket.Write(_target, 0, PacketType.Puback, 7);
        return sum;
    }

    public long EncodePubackTheirs(int operations) => Encode(_theirPuback, operations);

    public long DecodePubackOurs(int operations) => Decode(_puback, operations);

    public long DecodePubackTheirs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            sum += ((MqttPubAckPacket)_formatter.Decode(new ReceivedMqttPacket(0x40, _pubackBody, 4))).PacketIdentifier;
        }

        return sum;
    }

    public long DecodeConnackOurs(int operations) => Decode(_connack, operations);

    public long DecodeConnackTheirs(int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            sum += (long)((MqttConnAckPacket)_formatter.Decode(new ReceivedMqttPacket(0x20, _connackBody, 4))).ReturnCode;
        }

        return sum;
    }

    public long Copy(int length, int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            _source.AsSpan(0, length).CopyTo(_target);
            sum += _target[0];
        }

        return sum;
    }

    private long Encode(MqttNetPacket packet, int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++) sum += _formatter.Encode(packet).Length;
        return sum;
    }

    private static long Decode(byte[] bytes, int operations)
    {
        long sum = 0;
        for (int i = 0; i < operations; i++)
        {
            PacketReader.TryRead(bytes, 0, bytes.Length, out IoTC.Mqtt.Wire.MqttPacket packet);
            sum += packet.PacketId;
        }

        return sum;
    }
}
