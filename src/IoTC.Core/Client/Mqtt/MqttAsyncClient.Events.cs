using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <content>From events to handlers and to those who wait.</content>
public sealed partial class MqttAsyncClient : IAsyncPumpOwner
{
    // Events are read under the gate, one after the other, by whichever thread is there: one object for each thread serves all clients.
    [ThreadStatic]
    private static MqttEvent? _event;

    private MqttAsyncDispatcher? _dispatcher;
    private long _droppedCount;

    /// <summary>QoS 0 messages that were dropped because handlers were too slow and <see cref="MqttOptions.MaxWaitingBytes"/> was passed.</summary>
    public long DroppedCount
    {
        get
        {
            lock (_pump.Gate) return _droppedCount;
        }
    }

    // Under the gate: nothing of the program runs here.
    void IAsyncPumpOwner.DrainEvents()
    {
        MqttEvent mqttEvent = _event ??= new MqttEvent();
        while (_connector.TryReadEvent(mqttEvent)) Take(mqttEvent);
        if (_connector.TakeClose()) _pump.Close();
        if (_connector.TakeOpen()) _pump.Open(_connector.Host, _connector.Port, TransportProtocol.Mqtt);
        if (_room != null) Release(ref _room);
        if (_drained != null && _connector.Session.QueuedCount == 0) Release(ref _drained);
    }

    /// <summary>Calls the next handler of an item; on the dispatcher.</summary>
    /// <returns><see langword="false"/> when there is none left.</returns>
    internal bool CallNextHandler(MqttAsyncWorkItem item, ref int position, out ValueTask handled)
    {
        handled = default;
        object? handler;
        lock (_pump.Gate) handler = FindNextHandler(item, ref position);
        try
        {
            switch (handler)
            {
                case null:
                    return false;
                case MqttAsyncMessageHandler awaited:
                    handled = awaited(item.Message);
                    return true;
                case MqttMessageHandler plain:
                    plain(item.Message);
                    return true;
                default:
                    ((MqttConnectionHandler)handler)(item.Change!);
                    return true;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            TellFailed(exception);
            return true;
        }
    }

    /// <summary>Takes the end of an awaited handler.</summary>
    internal void Conclude(ValueTaskAwaiter handled)
    {
        try
        {
            handled.GetResult();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            TellFailed(exception);
        }
    }

    /// <summary>An item's handlers are through.</summary>
    /// <returns>Whether there is something to be sent because of it.</returns>
    internal bool Acknowledge(MqttAsyncWorkItem item)
    {
        if (item.AcknowledgeToken == 0) return false;
        lock (_pump.Gate) _connector.Session.Acknowledge(item.AcknowledgeToken);
        return true;
    }

    /// <summary>Sends what <see cref="Acknowledge"/> has left.</summary>
    internal void SendAcknowledges() => _pump.Turn();

    private object? FindNextHandler(MqttAsyncWorkItem item, ref int position)
    {
        const int After = int.MaxValue;
        if (position == After) return null;
        if (item.Change != null)
        {
            position = After;
            return _connectionHandler;
        }

        bool isFirst = position == 0;
        object? handler = _connector.Subscriptions.FindNext(ref position, item.Message);
        if (handler != null) return handler;
        position = After;
        return isFirst ? _messageHandler : null;
    }

    private void TellFailed(Exception exception) => _handlerFailed?.Invoke(exception);

    private void Take(MqttEvent mqttEvent)
    {
        switch (mqttEvent.Type)
        {
            case MqttEventType.PublishCompleted:
                Complete(mqttEvent.Token, null);
                break;
            case MqttEventType.PublishDropped:
                Complete(mqttEvent.Token, new IoTCException(IoTCError.Stopped, "The message was given up: its session ended before the server had acknowledged it."));
                break;
            case MqttEventType.MessageReceived:
                TakeMessage(mqttEvent);
                break;
            case MqttEventType.SubscribeCompleted:
                TakeSubscribed(mqttEvent);
                break;
            case MqttEventType.UnsubscribeCompleted:
                TakeUnsubscribed(mqttEvent.Token);
                break;
            case MqttEventType.Connected:
                Tell(MqttErrors.Connected(mqttEvent, _connector));
                if (_connecting != null) Release(ref _connecting);
                break;
            case MqttEventType.Disconnected:
                TakeEnd(mqttEvent);
                break;
        }
    }

    private void TakeMessage(MqttEvent mqttEvent)
    {
        _dispatcher ??= new MqttAsyncDispatcher(this);
        if (mqttEvent.QoS == 0 && _dispatcher.WaitingBytes > _options.MaxWaitingBytes)
        {
            _droppedCount++;
            return;
        }

        mqttEvent.DeferAcknowledge = true;
        _dispatcher.Post(mqttEvent);
    }

    private void TakeEnd(MqttEvent mqttEvent)
    {
        MqttConnectionChange change = MqttErrors.Ended(mqttEvent, _connector);
        Tell(change);
        _connecting?.TrySetException(new IoTCException(change.Error, change.Message));
        _connecting = null;
        FailRequests(change);
        if (!_connector.IsStopped) return;
        while (_operations.TakeAny() is { } operation)
        {
            if (operation.TrySetResult(MqttErrors.Lost(change, "The server has not acknowledged the message."))) _pump.Complete(operation);
        }

        if (_stopping != null) Release(ref _stopping);
        if (_drained != null) Release(ref _drained);
    }

    private void Tell(MqttConnectionChange change)
    {
        _lastChange = change;
        if (_connectionHandler != null) (_dispatcher ??= new MqttAsyncDispatcher(this)).Post(change);
    }

    private void Complete(int token, Exception? exception)
    {
        AsyncOperation? operation = _operations.Take(token);
        if (operation != null && operation.TrySetResult(exception)) _pump.Complete(operation);
    }

    private static void Release(ref TaskCompletionSource? waiting)
    {
        waiting!.TrySetResult();
        waiting = null;
    }
}
