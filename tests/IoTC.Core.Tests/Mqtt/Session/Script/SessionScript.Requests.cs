using System;
using System.Text;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <content>What the application asks for.</content>
internal sealed partial class SessionScript
{
    /// <summary>Publishes, and wants it taken.</summary>
    public SessionScript Publishes(string topic, string payload, int qos, int token = 0, bool retain = false)
    {
        Assert.That(TryPublish(topic, payload, qos, token, retain), Is.EqualTo(MqttSendStatus.Accepted));
        return this;
    }

    public MqttSendStatus TryPublish(string topic, string payload, int qos, int token = 0, bool retain = false)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        byte[] message = Encoding.UTF8.GetBytes(payload);
        return Session.TryPublish(name, 0, name.Length, message, 0, message.Length, qos, retain, token, out _);
    }

    public SessionScript Subscribes(int token, params string[] filters)
    {
        TopicSubscription[] subscriptions = Array.ConvertAll(filters, text => new TopicSubscription(Encoding.UTF8.GetBytes(text[..^2]), text[^1] - '0'));
        Assert.That(Session.TrySubscribe(subscriptions, subscriptions.Length, token, Now, out _), Is.EqualTo(MqttSendStatus.Accepted));
        return this;
    }

    public SessionScript Unsubscribes(int token, params string[] filters)
    {
        byte[][] bytes = Array.ConvertAll(filters, Encoding.UTF8.GetBytes);
        Assert.That(Session.TryUnsubscribe(bytes, bytes.Length, token, Now, out _), Is.EqualTo(MqttSendStatus.Accepted));
        return this;
    }

    public SessionScript Disconnects()
    {
        Session.Disconnect(Now);
        ReadEvents();
        return this;
    }

    /// <summary>The application has finished a deferred message.</summary>
    public SessionScript Acknowledges(int acknowledgeToken)
    {
        Session.Acknowledge(acknowledgeToken);
        Feed();
        return this;
    }
}
