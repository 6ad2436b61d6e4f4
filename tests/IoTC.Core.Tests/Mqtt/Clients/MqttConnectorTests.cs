using System.Collections.Generic;
using IoTC.Mqtt;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Clients;

/// <summary>When the connector tries again, on a virtual clock.</summary>
[TestFixture]
internal sealed class MqttConnectorTests
{
    private readonly MqttEvent _event = new();
    private MqttConnector _connector = null!;
    private long _nowMs;

    [SetUp]
    public void Start()
    {
        _nowMs = 1000;
        _connector = new MqttConnector(new MqttOptions { ClientId = "c" });
        _connector.Start("h", 1883, _nowMs);
    }

    [Test]
    public void A_server_that_drops_soon_is_not_hammered([Values] bool acknowledges)
    {
        var pauses = new List<long>();
        for (int i = 0; i < 12; i++) pauses.Add(LiveFor(5000, acknowledges));
        long least = 500;
        foreach (long pause in pauses)
        {
            Assert.That(pause, Is.InRange(least, least * 2), string.Join(' ', pauses));
            least = least < 16_000 ? least * 2 : 30_000;
        }
    }

    [Test]
    public void A_connection_that_has_lasted_starts_the_pauses_anew()
    {
        for (int i = 0; i < 8; i++) LiveFor(5000, true);
        Assert.That(LiveFor(29_999, true), Is.GreaterThanOrEqualTo(30_000));
        Assert.That(LiveFor(30_000, false), Is.LessThanOrEqualTo(1000));
    }

    /// <summary>Connects, publishes and is dropped after so long; waits for the next attempt.</summary>
    /// <returns>The pause.</returns>
    private long LiveFor(long lifeMs, bool acknowledges)
    {
        Assert.That(_connector.TakeOpen(), Is.True);
        _connector.HandleOpened(_nowMs);
        Drain();
        Give(0x20, 2, 0, 0);
        byte[] topic = "t"u8.ToArray();
        Assert.That(_connector.Session.TryPublish(topic, 0, 1, topic, 0, 1, 1, false, MqttConnector.NoToken, out int packetId), Is.EqualTo(MqttSendStatus.Accepted));
        Drain();
        if (acknowledges) Give(0x40, 2, (byte)(packetId >> 8), (byte)packetId);
        _nowMs += lifeMs;
        _connector.HandleTransportFailed(TransportStatus.Reset, "", _nowMs);
        ReadEvents();
        Assert.That(_connector.TakeClose(), Is.True);
        long pauseMs = _connector.NextDeadlineMs - _nowMs;
        _nowMs += pauseMs;
        _connector.HandleTimeout(_nowMs);
        return pauseMs;
    }

    private void Give(params byte[] bytes)
    {
        _connector.GetReceiveWindow(out byte[] buffer, out int offset, out _);
        bytes.CopyTo(buffer, offset);
        _connector.CommitReceived(bytes.Length, _nowMs);
        ReadEvents();
    }

    private void ReadEvents()
    {
        while (_connector.TryReadEvent(_event))
        {
        }
    }

    private void Drain()
    {
        while (_connector.TryGetOutput(out _, out _, out int count)) _connector.AdvanceOutput(count, _nowMs);
    }
}
