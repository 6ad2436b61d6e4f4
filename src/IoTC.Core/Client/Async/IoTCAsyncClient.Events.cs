using System;
using System.Threading.Tasks;
using IoTC.Engine;

namespace IoTC;

/// <content>From events to handlers and to those who wait.</content>
public sealed partial class IoTCAsyncClient : IAsyncPumpOwner, IPropertyAcknowledger, ICommandReplier
{
    private readonly DeviceEvent _event = new();
    private readonly AsyncOperationTable _operations = new();
    private bool _isInUpdate;

    // Under the gate: nothing of the program runs here.
    void IAsyncPumpOwner.DrainEvents()
    {
        while (_engine.TryReadEvent(_event)) Take(_event);
        if (_drained != null && IsDrained)
        {
            _drained.TrySetResult();
            _drained = null;
        }
    }

    private bool IsDrained => _engine.QueuedCount == 0 && (_outbox == null || _outbox.IsEmpty);

    private int CountQueued() => _outbox?.CountKept(_engine.QueuedCount) ?? _engine.QueuedCount;

    private void Take(DeviceEvent deviceEvent)
    {
        switch (deviceEvent.Type)
        {
            case DeviceEventType.TelemetryCompleted when _outbox != null:
                _log.All("telemetry acknowledged");
                _outbox.HandleCompleted(deviceEvent.Token);
                break;
            case DeviceEventType.TelemetryDropped when _outbox != null:
                _outbox.HandleDropped(deviceEvent.Token);
                break;
            case DeviceEventType.TelemetryCompleted:
                _log.All("telemetry acknowledged");
                Complete(deviceEvent.Token, null);
                TellRoom();
                break;
            case DeviceEventType.TwinReceived:
                TakeTwin(deviceEvent);
                break;
            case DeviceEventType.TelemetryDropped:
                TellRoom();
                Complete(deviceEvent.Token, new IoTCException(IoTCError.Stopped, "The message was given up before the hub acknowledged it."));
                break;
            case DeviceEventType.ReportedCompleted:
                if (deviceEvent.ResponseStatus is not (204 or 200)) _log.ReportedRefused(deviceEvent.ResponseStatus);
                Complete(deviceEvent.Token, deviceEvent.ResponseStatus is 204 or 200 ? null : ThrowHelper.ReportedRefused(deviceEvent.ResponseStatus));
                break;
            case DeviceEventType.OpenTransport:
                _log.All("opening ", deviceEvent.Host, deviceEvent.Port);
                _engine.SetUtcNow(_time.GetUtcNow().ToUnixTimeMilliseconds(), _pump.NowMs);
                _pump.Open(deviceEvent.Host, deviceEvent.Port, deviceEvent.Protocol);
                break;
            case DeviceEventType.CloseTransport:
                _log.All("closing the transport");
                _pump.Close();
                break;
            case DeviceEventType.StatusChanged:
                TakeStatus(deviceEvent);
                break;
            case DeviceEventType.Assigned:
                TakeAssigned();
                break;
            default:
                TakeForHandler(deviceEvent);
                break;
        }
    }

    private void TakeStatus(DeviceEvent deviceEvent)
    {
        var change = new ConnectionChange(deviceEvent.Status, deviceEvent.Error, deviceEvent.Message, deviceEvent.Action, deviceEvent.RetryDelayMs);
        _lastChange = change;
        TellReaders(change);
        _log.Api(change.ToString());
        AsyncWorkItem item = _dispatcher.Rent();
        item.SetChange(change, _connectionHandler);
        _dispatcher.Post(item);
        _outbox?.HandleStatus(change);
        if (change.Status == ConnectionStatus.Connected)
        {
            _connecting?.TrySetResult();
            _connecting = null;
        }

        if (change.Status != ConnectionStatus.Disconnected) return;
        _connecting?.TrySetException(new IoTCException(change.Error, change.Message));
        _connecting = null;
        _stopping?.TrySetResult();
        _stopping = null;
        _drained?.TrySetResult();
        _drained = null;
        TellRoom();
        FailTwinReaders(change);
        FailWaiting(change);
    }

    private void TakeForHandler(DeviceEvent deviceEvent)
    {
        if (TryTakeForStream(deviceEvent)) return;
        switch (deviceEvent.Type)
        {
            case DeviceEventType.Command:
                TakeCommand(deviceEvent);
                break;
            case DeviceEventType.DesiredProperty:
                object? handler = Find(_propertyHandlers, deviceEvent);
                _hasUnhandledProperty |= handler == null;
                if (handler == null) return;
                AsyncWorkItem property = _dispatcher.Rent();
                property.SetProperty(deviceEvent, handler);
                _dispatcher.Post(property);
                break;
            case DeviceEventType.DesiredCompleted:
                AsyncWorkItem completed = _dispatcher.Rent();
                completed.SetCompleted();
                _dispatcher.Post(completed);
                break;
            case DeviceEventType.CloudMessage:
                deviceEvent.DeferAcknowledge = true;
                AsyncWorkItem message = _dispatcher.Rent();
                message.SetMessage(deviceEvent, _messageHandler);
                _dispatcher.Post(message);
                break;
        }
    }

    private void TakeCommand(DeviceEvent deviceEvent)
    {
        if (_dispatcher.WaitingCount >= AsyncDispatcher.MaxWaitingCommands && deviceEvent.RequestIdCount > 0)
        {
            _engine.TryReply(deviceEvent.Buffer, deviceEvent.RequestIdOffset, deviceEvent.RequestIdCount, 503, [], 0, 0);
            return;
        }

        deviceEvent.DeferAcknowledge = true;
        AsyncWorkItem item = _dispatcher.Rent();
        item.SetCommand(deviceEvent, Find(_commandHandlers, deviceEvent));
        _dispatcher.Post(item);
    }

    private static object? Find(HandlerTable table, DeviceEvent deviceEvent)
        => table.Find(deviceEvent.Buffer, deviceEvent.ComponentOffset, deviceEvent.ComponentCount, deviceEvent.Buffer, deviceEvent.NameOffset, deviceEvent.NameCount);

    private void Complete(int token, Exception? exception)
    {
        AsyncOperation? operation = _operations.Take(token);
        if (operation != null && operation.TrySetResult(exception)) _pump.Complete(operation);
    }

    private void FailWaiting(ConnectionChange change)
    {
        while (_operations.TakeAny() is { } operation)
        {
            var exception = new IoTCException(
                change.Error == IoTCError.None ? IoTCError.Stopped : change.Error,
                "The connection ended before the hub answered; telemetry stays queued for the next ConnectAsync. " + change.Message);
            if (operation.TrySetResult(exception)) _pump.Complete(operation);
        }
    }

    /// <summary>Runs one handler; on the dispatcher.</summary>
    internal async ValueTask HandleAsync(AsyncWorkItem item)
    {
        try
        {
            switch (item.Type)
            {
                case DeviceEventType.Command:
                    await HandleCommandAsync(item).ConfigureAwait(false);
                    break;
                case DeviceEventType.DesiredProperty:
                    await HandlePropertyAsync(item).ConfigureAwait(false);
                    break;
                case DeviceEventType.DesiredCompleted:
                    lock (_pump.Gate)
                    {
                        _isInUpdate = false;
                        _engine.FlushAcknowledgements();
                    }

                    break;
                case DeviceEventType.CloudMessage when item.Handler is AsyncMessageHandler handler:
                    await handler(item.Message!, _disposed.Token).ConfigureAwait(false);
                    break;
                case DeviceEventType.Assigned:
                    HandleAssigned(item);
                    break;
                case DeviceEventType.StatusChanged when item.Handler is ConnectionHandler handler:
                    handler(item.Change!);
                    break;
            }
        }
        catch (Exception exception)
        {
            _log.HandlerFailed(item.Type == DeviceEventType.StatusChanged ? "connection" : item.Type == DeviceEventType.Assigned ? "assignment" : "message", exception);
        }

        if (item.AcknowledgeToken != 0)
        {
            lock (_pump.Gate) _engine.AcknowledgeMessage(item.AcknowledgeToken);
        }

        if (item.Type != DeviceEventType.StatusChanged) _pump.Turn();
    }

    private async ValueTask HandleCommandAsync(AsyncWorkItem item)
    {
        _log.Command(item.Command);
        if (item.Handler == null)
        {
            item.Command.Conclude(404);
            return;
        }

        try
        {
            await ((AsyncCommandHandler)item.Handler)(item.Command, _disposed.Token).ConfigureAwait(false);
            item.Command.Conclude(200);
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("command", exception);
            item.Command.Conclude(500);
        }
    }

    private async ValueTask HandlePropertyAsync(AsyncWorkItem item)
    {
        IoTCProperty property = item.Property!;
        _log.Property(property);
        lock (_pump.Gate) _isInUpdate = true;
        try
        {
            await ((AsyncPropertyHandler)item.Handler!)(property, _disposed.Token).ConfigureAwait(false);
            property.Conclude(200, "");
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("property", exception);
            property.Conclude(500, "the device's handler failed");
        }
    }

    void IPropertyAcknowledger.Acknowledge(
        byte[] buffer, int componentOffset, int componentCount, int nameOffset, int nameCount, int valueOffset, int valueCount, long version, int code, string description)
    {
        bool isWithinUpdate;
        lock (_pump.Gate)
        {
            _engine.AcknowledgeProperty(buffer, componentOffset, componentCount, nameOffset, nameCount, valueOffset, valueCount, version, code, description);
            // While an update is being handled, one patch at its end takes all acknowledgements.
            isWithinUpdate = _isInUpdate;
            if (!isWithinUpdate) _engine.FlushAcknowledgements();
        }

        if (!isWithinUpdate) _pump.Turn();
    }

    IoTCError ICommandReplier.Reply(byte[] buffer, int requestIdOffset, int requestIdCount, int status, byte[] payload, int offset, int count)
    {
        IoTCError error;
        lock (_pump.Gate)
        {
            error = _engine.TryReply(buffer, requestIdOffset, requestIdCount, status, payload, offset, count);
        }

        _pump.Turn();
        return error;
    }
}
