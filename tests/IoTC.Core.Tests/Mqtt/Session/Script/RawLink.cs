using System;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>A connected session without any bookkeeping: for tests that count bytes or run millions of messages.</summary>
internal sealed class RawLink : IDisposable
{
    private static readonly byte[] Connack = [0x20, 2, 0, 0];
    private static readonly byte[] Payload = new byte[32];
    private readonly MqttEvent _event = new();
    private readonly byte[] _acknowledge = new byte[4];
    private long _now;

    public RawLink(MqttSessionOptions options)
    {
        Session = new MqttSession(options);
        Connect();
    }

    public MqttSession Session { get; }

    public int Events { get; private set; }

    public int Sends { get; private set; }

    public long Connect()
    {
        Session.HandleOpened(_now);
        Send();
        Receive(Connack);
        return _now;
    }

    public void Break()
    {
        Session.HandleTransportFailed(-1, "", ++_now);
        Read();
    }

    /// <returns>The Packet Identifier, 0 at QoS 0, -1 when it was not taken.</returns>
    public int Publish(byte[] topic, int qos)
        => Session.TryPublish(topic, 0, topic.Length, Payload, 0, Payload.Length, qos, false, 0, out int id) == MqttSendStatus.Accepted ? id : -1;

    /// <summary>Publishes nothing, as fast as can be.</summary>
    public int PublishChecked(byte[] topic)
    {
        Session.TryPublishChecked(topic, 0, topic.Length, topic, 0, 0, 1, false, 0, out int id);
        return id;
    }

    public void Send()
    {
        while (Session.TryGetOutput(out _, out _, out int count))
        {
            Sends++;
            Session.AdvanceOutput(count, ++_now);
        }
    }

    public void Receive(byte first, int packetId)
    {
        _acknowledge[0] = first;
        _acknowledge[1] = 2;
        _acknowledge[2] = (byte)(packetId >> 8);
        _acknowledge[3] = (byte)packetId;
        Receive(_acknowledge);
    }

    public void Receive(byte[] bytes)
    {
        for (int position = 0; position < bytes.Length;)
        {
            Session.GetReceiveWindow(out byte[] buffer, out int offset, out int room);
            int count = Math.Min(room, bytes.Length - position);
            if (count == 0) throw new InvalidOperationException("the session does not read");
            Array.Copy(bytes, position, buffer, offset, count);
            position += count;
            Session.CommitReceived(count, ++_now);
            Read();
        }
    }

    public void Dispose()
    {
        if (Session.IsConnected) Break();
    }

    private void Read()
    {
        while (Session.TryReadEvent(_event)) Events++;
    }
}
