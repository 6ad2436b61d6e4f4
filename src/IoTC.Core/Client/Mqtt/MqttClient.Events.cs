using System;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <content>Subscriptions, and the way from events to handlers.</content>
public sealed partial class MqttClient
{
    private const int RequestToken = 1;

    private readonly MqttEvent _event = new MqttEvent();
    private readonly MqttMessage _message = new MqttMessage();
    private MqttMessageHandler? _messageHandler;
    private MqttConnectionHandler? _connectionHandler;
    private bool _isRequestDone;
    private int _requestCode;

    /// <summary>Subscribes; returns when the server has answered. After a reconnect the subscription is renewed if the server has lost it.</summary>
    /// <param name="filter">The Topic Filter; + stands for one level, # at the end for all that follow.</param>
    /// <param name="qos">The highest QoS at which the server is to send.</param>
    /// <param name="handler">Called with each message that matches; replaces an earlier one of the same filter.</param>
    /// <returns>The QoS that the server grants.</returns>
    /// <exception cref="ArgumentException">The filter cannot be subscribed to.</exception>
    /// <exception cref="IoTCException">There is no connection, the server refused, or the connection was lost before its answer.</exception>
    /// <exception cref="InvalidOperationException">Called from a handler.</exception>
    public MqttQualityOfService Subscribe(string filter, MqttQualityOfService qos, MqttMessageHandler handler)
    {
        if (handler == null) throw new ArgumentNullException(nameof(handler));
        RequireOutsideHandler("Subscribe");
        byte[] bytes = MqttTopic.EncodeFilter(filter);
        MqttSendStatus status = _connector.Session.TrySubscribe(new[] { new TopicSubscription(bytes, (int)qos) }, 1, RequestToken, _clock.NowMs, out _);
        if (status != MqttSendStatus.Accepted) throw MqttErrors.NotSent(status, "The subscription");
        // Messages may come before the answer does.
        _connector.Subscriptions.SetHandler(bytes, handler);
        WaitForAnswer("The subscription was not answered.");
        if (_requestCode == 0x80)
        {
            if (!_connector.Subscriptions.IsSubscribed(bytes)) _connector.Subscriptions.Remove(bytes);
            throw MqttErrors.SubscriptionRefused(filter);
        }

        _connector.Subscriptions.SetSubscribed(bytes, (int)qos);
        return (MqttQualityOfService)_requestCode;
    }

    /// <summary>Ends a subscription; returns when the server has answered.</summary>
    /// <param name="filter">The Topic Filter as it was subscribed.</param>
    /// <exception cref="IoTCException">There is no connection, or it was lost before the answer.</exception>
    /// <exception cref="InvalidOperationException">Called from a handler.</exception>
    public void Unsubscribe(string filter)
    {
        RequireOutsideHandler("Unsubscribe");
        byte[] bytes = MqttTopic.EncodeFilter(filter);
        MqttSendStatus status = _connector.Session.TryUnsubscribe(new[] { bytes }, 1, RequestToken, _clock.NowMs, out _);
        if (status != MqttSendStatus.Accepted) throw MqttErrors.NotSent(status, "The end of the subscription");
        WaitForAnswer("The end of the subscription was not answered.");
        _connector.Subscriptions.Remove(bytes);
    }

    /// <summary>Sets a handler for messages that match a filter, without subscribing: before <see cref="Connect"/>, for what a kept session brings along.</summary>
    /// <param name="filter">The Topic Filter.</param>
    /// <param name="handler">Called with each message that matches; replaces an earlier one of the same filter.</param>
    public void OnMessage(string filter, MqttMessageHandler handler)
        => _connector.Subscriptions.SetHandler(MqttTopic.EncodeFilter(filter), handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Sets the handler of messages that no other handler's filter matches. Without one they are acknowledged and forgotten.</summary>
    /// <param name="handler">Called with each such message.</param>
    public void OnMessage(MqttMessageHandler handler) => _messageHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Sets the handler of changes of the connection.</summary>
    /// <param name="handler">Called with each change.</param>
    public void OnConnectionChanged(MqttConnectionHandler handler) => _connectionHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    private void WaitForAnswer(string what)
    {
        _isRequestDone = false;
        MqttConnectionChange before = Connection;
        while (!_isRequestDone && Connection == before) Work(long.MaxValue);
        if (!_isRequestDone) throw MqttErrors.Lost(Connection, what);
    }

    private bool HandleEvents()
    {
        bool hasHandled = false;
        while (_connector.TryReadEvent(_event))
        {
            hasHandled = true;
            switch (_event.Type)
            {
                case MqttEventType.MessageReceived:
                    HandleMessage();
                    break;
                case MqttEventType.SubscribeCompleted when _event.Token == MqttConnector.NoToken:
                    if (HasRefusal()) Tell(MqttErrors.NotRenewed());
                    break;
                case MqttEventType.SubscribeCompleted:
                    _requestCode = _event.GetSubscribeReturnCode(0);
                    _isRequestDone = true;
                    break;
                case MqttEventType.UnsubscribeCompleted:
                    _isRequestDone = true;
                    break;
                case MqttEventType.Connected:
                    Tell(MqttErrors.Connected(_event, _connector));
                    break;
                case MqttEventType.Disconnected:
                    Tell(MqttErrors.Ended(_event, _connector));
                    break;
            }
        }

        if (_connector.TakeClose()) _pump.Close();
        if (_connector.TakeOpen()) _pump.Open(_connector.Host, _connector.Port, TransportProtocol.Mqtt);
        return hasHandled;
    }

    private bool HasRefusal()
    {
        for (int i = 0; i < _event.PayloadCount; i++)
        {
            if (_event.GetSubscribeReturnCode(i) == 0x80) return true;
        }

        return false;
    }

    private void HandleMessage()
    {
        _message.Show(_event);
        _isHandling = true;
        try
        {
            int position = 0;
            object? handler = _connector.Subscriptions.FindNext(ref position, _message);
            if (handler == null && _messageHandler != null) _messageHandler(_message);
            while (handler != null)
            {
                ((MqttMessageHandler)handler)(_message);
                handler = _connector.Subscriptions.FindNext(ref position, _message);
            }
        }
        finally
        {
            _isHandling = false;
        }
    }

    private void Tell(MqttConnectionChange change)
    {
        Connection = change;
        if (_connectionHandler == null) return;
        _isHandling = true;
        try
        {
            _connectionHandler(change);
        }
        finally
        {
            _isHandling = false;
        }
    }
}
