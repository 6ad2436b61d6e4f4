using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <content>Subscriptions and handlers.</content>
public sealed partial class MqttAsyncClient
{
    private const int Refused = 0x80;

    private Dictionary<int, MqttAsyncRequest>? _requests;
    private object? _messageHandler;
    private MqttConnectionHandler? _connectionHandler;
    private Action<Exception>? _handlerFailed;
    private int _lastRequest;

    /// <summary>Subscribes; completes when the server has answered. After a reconnect the subscription is renewed if the server has lost it.</summary>
    /// <param name="filter">The Topic Filter; + stands for one level, # at the end for all that follow.</param>
    /// <param name="qos">The highest QoS at which the server is to send.</param>
    /// <param name="handler">Called with each message that matches; replaces an earlier one of the same filter.</param>
    /// <param name="cancellationToken">Ends the wait; the request stays sent.</param>
    /// <returns>The QoS that the server grants.</returns>
    /// <exception cref="ArgumentException">The filter cannot be subscribed to.</exception>
    /// <exception cref="IoTCException">There is no connection, the server refused, or the connection was lost before its answer.</exception>
    public Task<MqttQualityOfService> SubscribeAsync(string filter, MqttQualityOfService qos, MqttMessageHandler handler, CancellationToken cancellationToken = default)
        => SubscribeAsync(filter, qos, (object)handler, cancellationToken);

    /// <inheritdoc cref="SubscribeAsync(string, MqttQualityOfService, MqttMessageHandler, CancellationToken)"/>
    public Task<MqttQualityOfService> SubscribeAsync(string filter, MqttQualityOfService qos, MqttAsyncMessageHandler handler, CancellationToken cancellationToken = default)
        => SubscribeAsync(filter, qos, (object)handler, cancellationToken);

    /// <summary>Ends a subscription; completes when the server has answered.</summary>
    /// <param name="filter">The Topic Filter as it was subscribed.</param>
    /// <param name="cancellationToken">Ends the wait; the request stays sent.</param>
    /// <exception cref="IoTCException">There is no connection, or it was lost before the answer.</exception>
    public async Task UnsubscribeAsync(string filter, CancellationToken cancellationToken = default)
    {
        byte[] bytes = MqttTopic.EncodeFilter(filter);
        cancellationToken.ThrowIfCancellationRequested();
        MqttAsyncRequest answer;
        lock (_pump.Gate)
        {
            int token = ++_lastRequest;
            Require(_connector.Session.TryUnsubscribe([bytes], 1, token, _pump.NowMs, out _), "The end of the subscription");
            answer = AddRequest(token, bytes, 0);
        }

        _pump.Turn();
        await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a handler for messages that match a filter, without subscribing: before <see cref="ConnectAsync"/>, for what a kept session brings along.</summary>
    /// <param name="filter">The Topic Filter.</param>
    /// <param name="handler">Called with each message that matches; replaces an earlier one of the same filter.</param>
    public void OnMessage(string filter, MqttMessageHandler handler) => SetHandler(filter, handler);

    /// <inheritdoc cref="OnMessage(string, MqttMessageHandler)"/>
    public void OnMessage(string filter, MqttAsyncMessageHandler handler) => SetHandler(filter, handler);

    /// <summary>Sets the handler of messages that no other handler's filter matches. Without one they are acknowledged and forgotten.</summary>
    /// <param name="handler">Called with each such message.</param>
    public void OnMessage(MqttMessageHandler handler) => SetHandler(handler);

    /// <inheritdoc cref="OnMessage(MqttMessageHandler)"/>
    public void OnMessage(MqttAsyncMessageHandler handler) => SetHandler(handler);

    /// <summary>Sets the handler of changes of the connection.</summary>
    /// <param name="handler">Called with each change.</param>
    public void OnConnectionChanged(MqttConnectionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _connectionHandler = handler;
    }

    /// <summary>Sets what is told of a handler that throws; its message is acknowledged all the same.</summary>
    /// <param name="handler">Called with what was thrown; it must not throw.</param>
    public void OnHandlerFailed(Action<Exception> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlerFailed = handler;
    }

    private async Task<MqttQualityOfService> SubscribeAsync(string filter, MqttQualityOfService qos, object handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handler);
        byte[] bytes = MqttTopic.EncodeFilter(filter);
        cancellationToken.ThrowIfCancellationRequested();
        MqttAsyncRequest answer;
        lock (_pump.Gate)
        {
            int token = ++_lastRequest;
            Require(_connector.Session.TrySubscribe([new TopicSubscription(bytes, (int)qos)], 1, token, _pump.NowMs, out _), "The subscription");
            // Messages may come before the answer does.
            _connector.Subscriptions.SetHandler(bytes, handler);
            answer = AddRequest(token, bytes, (int)qos);
        }

        _pump.Turn();
        int code = await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return code == Refused ? throw MqttErrors.SubscriptionRefused(filter) : (MqttQualityOfService)code;
    }

    private void SetHandler(string filter, object handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        byte[] bytes = MqttTopic.EncodeFilter(filter);
        lock (_pump.Gate) _connector.Subscriptions.SetHandler(bytes, handler);
    }

    private void SetHandler(object handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _messageHandler = handler;
    }

    private MqttAsyncRequest AddRequest(int token, byte[] filter, int qos)
    {
        var request = new MqttAsyncRequest(filter, qos);
        (_requests ??= []).Add(token, request);
        return request;
    }

    private void TakeUnsubscribed(int token)
    {
        if (_requests == null || !_requests.Remove(token, out MqttAsyncRequest? request)) return;
        _connector.Subscriptions.Remove(request.Filter);
        request.TrySetResult(0);
    }

    private void TakeSubscribed(MqttEvent mqttEvent)
    {
        if (mqttEvent.Token != MqttConnector.NoToken)
        {
            if (_requests == null || !_requests.Remove(mqttEvent.Token, out MqttAsyncRequest? request)) return;
            int code = mqttEvent.GetSubscribeReturnCode(0);
            if (code != Refused) _connector.Subscriptions.SetSubscribed(request.Filter, request.QoS);
            else if (!_connector.Subscriptions.IsSubscribed(request.Filter)) _connector.Subscriptions.Remove(request.Filter);
            request.TrySetResult(code);
            return;
        }

        for (int i = 0; i < mqttEvent.PayloadCount; i++)
        {
            if (mqttEvent.GetSubscribeReturnCode(i) != Refused) continue;
            Tell(MqttErrors.NotRenewed());
            return;
        }
    }

    private void FailRequests(MqttConnectionChange change)
    {
        if (_requests == null) return;
        foreach (MqttAsyncRequest request in _requests.Values) request.TrySetException(MqttErrors.Lost(change, "The server has not answered the request."));
        _requests.Clear();
    }

    private static void Require(MqttSendStatus status, string what)
    {
        if (status != MqttSendStatus.Accepted) throw MqttErrors.NotSent(status, what);
    }
}
