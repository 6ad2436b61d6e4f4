using System;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>Messages as a test reads them, one after the other.</summary>
internal sealed class Inbox
{
    private readonly Channel<Received> _messages = Channel.CreateUnbounded<Received>();

    public void Add(MqttMessage message)
        => _messages.Writer.TryWrite(new Received(message.Topic, message.GetPayloadString(), message.QoS, message.Retain, message.PayloadCount));

    public async Task<Received> NextAsync() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    internal sealed record Received(string Topic, string Payload, MqttQualityOfService QoS, bool Retain, int Length);
}
