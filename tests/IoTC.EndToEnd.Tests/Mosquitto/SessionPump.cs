using System;
using System.Diagnostics;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using IoTC.Transport;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Mosquitto;

/// <summary>The smallest driver: an MQTT session over a transport, step by step until something has happened.</summary>
internal sealed class SessionPump(MqttSession session, int port) : IDisposable
{
    private const int PatienceMs = 10_000;

    private readonly SocketTransport _transport = new() { TrustedRootsPem = Support.TestCertificates.AuthorityPem, TrustOnlyGivenRoots = true };

    public MqttEvent Event { get; } = new();

    private static long NowMs => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    public void Open()
    {
        Assert.That(_transport.Open("localhost", port, PatienceMs), Is.EqualTo(TransportStatus.Ok), _transport.LastFailure);
        session.HandleOpened(NowMs);
        Next(MqttEventType.Connected);
    }

    /// <summary>Drops the connection without a DISCONNECT.</summary>
    public void Cut()
    {
        _transport.Close();
        session.HandleTransportFailed(TransportStatus.Closed, "", NowMs);
        Next(MqttEventType.Disconnected);
    }

    public void Disconnect()
    {
        session.Disconnect(NowMs);
        Next(MqttEventType.Disconnected);
        _transport.Close();
        Assert.That(Event.Reason, Is.EqualTo(MqttDisconnectReason.ByClient), Event.DescribeEnd());
    }

    public void Subscribe(string filter, int qos)
    {
        TopicSubscription[] filters = [new(System.Text.Encoding.UTF8.GetBytes(filter), qos)];
        Assert.That(session.TrySubscribe(filters, 1, 1, NowMs, out _), Is.EqualTo(MqttSendStatus.Accepted));
        Next(MqttEventType.SubscribeCompleted);
        Assert.That(Event.GetSubscribeReturnCode(0), Is.EqualTo(qos));
    }

    public void Unsubscribe(string filter)
    {
        Assert.That(session.TryUnsubscribe([System.Text.Encoding.UTF8.GetBytes(filter)], 1, 2, NowMs, out _), Is.EqualTo(MqttSendStatus.Accepted));
        Next(MqttEventType.UnsubscribeCompleted);
    }

    public void Publish(string topic, string payload, int qos, bool retain = false)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(topic);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        Assert.That(session.TryPublish(name, 0, name.Length, bytes, 0, bytes.Length, qos, retain, 7, out _), Is.EqualTo(MqttSendStatus.Accepted));
        if (qos > 0) Next(MqttEventType.PublishCompleted);
        else Send();
    }

    /// <summary>Goes on until an event of this type has come; <see cref="Event"/> shows it.</summary>
    public void Next(MqttEventType type)
    {
        long end = NowMs + PatienceMs;
        while (NowMs < end)
        {
            while (session.TryReadEvent(Event))
            {
                if (Event.Type == type) return;
                if (Event.Type == MqttEventType.Disconnected) Assert.Fail(Event.DescribeEnd());
            }

            Send();
            Receive();
            session.HandleTimeout(NowMs);
        }

        Assert.Fail($"No {type} within {PatienceMs} ms.");
    }

    public void Dispose() => _transport.Close();

    private void Send()
    {
        while (session.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            int sent = _transport.Send(buffer, offset, count, PatienceMs);
            if (sent <= 0) Assert.Fail($"Sending failed: {TransportStatus.Describe(sent)}.");
            session.AdvanceOutput(sent, NowMs);
        }
    }

    private void Receive()
    {
        session.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
        int received = _transport.Receive(buffer, offset, count, 50);
        if (received > 0) session.CommitReceived(received, NowMs);
        else if (received < 0) session.HandleTransportFailed(received, _transport.LastFailure, NowMs);
    }
}
