using System;
using IoTC.Engine;
using IoTC.Hub;
using IoTC.Transport;

namespace IoTC;

/// <content>From events to handlers.</content>
public sealed partial class IoTCClient : IPropertyAcknowledger, ICommandReplier
{
    private readonly HandlerTable _propertyHandlers = new HandlerTable();
    private readonly HandlerTable _commandHandlers = new HandlerTable();
    private readonly ComponentNames _components = new ComponentNames();
    private readonly ClientLog _log;
    private readonly IoTCCommand _command;
    private MessageHandler? _messageHandler;
    private ConnectionHandler? _connectionHandler;
    private TwinHandler? _twinHandler;
    private ReportedHandler? _reportedHandler;
    private bool _hasUnhandledProperty;

    /// <summary>Sets the handler of one desired property.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="handler">Called with each new value; set after <see cref="Connect"/>, it is called with the present one too.</param>
    public void OnProperty(string name, PropertyHandler handler) => OnProperty("", name, handler);

    /// <summary>Sets the handler of one desired property of a component.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(string component, string name, PropertyHandler handler)
        => SetPropertyHandler(component, name ?? throw new ArgumentNullException(nameof(name)), handler);

    /// <summary>Sets the handler of all desired properties that have none of their own.</summary>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(PropertyHandler handler)
    {
        _propertyHandlers.SetAny(handler ?? throw new ArgumentNullException(nameof(handler)));
        TellUnhandled();
    }

    /// <summary>Sets the handler of one command. Commands without a handler are answered 404.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(string name, CommandHandler handler) => OnCommand("", name, handler);

    /// <summary>Sets the handler of one command of a component.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(string component, string name, CommandHandler handler)
    {
        AddComponent(component);
        _commandHandlers.Set(component, name ?? throw new ArgumentNullException(nameof(name)), handler ?? throw new ArgumentNullException(nameof(handler)));
    }

    /// <summary>Sets the handler of all commands that have none of their own.</summary>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(CommandHandler handler) => _commandHandlers.SetAny(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Sets the handler of cloud-to-device messages that are no commands.</summary>
    /// <param name="handler">Called with each message.</param>
    public void OnMessage(MessageHandler handler) => _messageHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Sets the handler of changes of the connection.</summary>
    /// <param name="handler">Called with each change.</param>
    public void OnConnectionChanged(ConnectionHandler handler) => _connectionHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Sets the handler of the twin, which is read at each connection, after a gap in what came, and at <see cref="RequestTwin"/>.</summary>
    /// <param name="handler">Called with the whole twin each time it has been read.</param>
    public void OnTwin(TwinHandler handler) => _twinHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Sets the handler of the hub's answers to <c>SendProperty</c> and <c>SendProperties</c>.</summary>
    /// <param name="handler">Called with each answer, in the order of the patches.</param>
    public void OnReported(ReportedHandler handler) => _reportedHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    /// <summary>Sets the handler of a component's properties, or of all of them when the name is null.</summary>
    internal void SetPropertyHandler(string component, string? name, PropertyHandler handler)
    {
        AddComponent(component);
        _propertyHandlers.Set(component, name, handler ?? throw new ArgumentNullException(nameof(handler)));
        TellUnhandled();
    }

    private void AddComponent(string component)
    {
        if (component == null || component.Length > 0) _components.Add(component!);
    }

    void IPropertyAcknowledger.Acknowledge(
        byte[] buffer, int componentOffset, int componentCount, int nameOffset, int nameCount, int valueOffset, int valueCount, long version, int code, string description)
    {
        _engine!.AcknowledgeProperty(buffer, componentOffset, componentCount, nameOffset, nameCount, valueOffset, valueCount, version, code, description);
        // Outside an update nobody else will send it.
        if (!_isHandling) _engine.FlushAcknowledgements();
    }

    IoTCError ICommandReplier.Reply(byte[] buffer, int requestIdOffset, int requestIdCount, int status, byte[] payload, int offset, int count)
        => _engine!.TryReply(buffer, requestIdOffset, requestIdCount, status, payload, offset, count);

    // until: stop when this status is reached, and leave the rest for the next call.
    private void HandleEvents(ConnectionStatus until)
    {
        while (_engine!.TryReadEvent(_event))
        {
            _isHandling = true;
            try
            {
                Handle(_event);
            }
            finally
            {
                _isHandling = false;
            }

            if (_event.Type == DeviceEventType.StatusChanged && _event.Status == until && until != ConnectionStatus.Disconnected) return;
        }
    }

    private void Handle(DeviceEvent deviceEvent)
    {
        switch (deviceEvent.Type)
        {
            case DeviceEventType.OpenTransport:
                _log.All("opening ", deviceEvent.Host, deviceEvent.Port);
                _engine!.SetUtcNow(_clock.UtcUnixMs, _clock.NowMs);
                _pump!.Open(deviceEvent.Host, deviceEvent.Port, deviceEvent.Protocol);
                break;
            case DeviceEventType.CloseTransport:
                _log.All("closing the transport");
                _pump!.Close();
                break;
            case DeviceEventType.StatusChanged:
                HandleStatus(deviceEvent);
                break;
            case DeviceEventType.DesiredProperty:
                HandleProperty(deviceEvent);
                break;
            case DeviceEventType.DesiredCompleted:
                _engine!.FlushAcknowledgements();
                break;
            case DeviceEventType.Command:
                HandleCommand(deviceEvent);
                break;
            case DeviceEventType.CloudMessage:
            case DeviceEventType.ReportedCompleted:
            case DeviceEventType.TwinReceived:
                Inform(deviceEvent);
                break;
            case DeviceEventType.Assigned:
                HandleAssigned();
                break;
            case DeviceEventType.TelemetryCompleted:
                _log.All("telemetry acknowledged");
                HandleOutboxAnswer(deviceEvent);
                break;
            case DeviceEventType.TelemetryDropped:
                HandleOutboxAnswer(deviceEvent);
                break;
        }
    }

    partial void HandleOutboxAnswer(DeviceEvent deviceEvent);

    private void HandleStatus(DeviceEvent deviceEvent)
    {
        HandleOutboxAnswer(deviceEvent);
        _lastChange = new ConnectionChange(deviceEvent.Status, deviceEvent.Error, deviceEvent.Message, deviceEvent.Action, deviceEvent.RetryDelayMs);
        _log.Api(_lastChange.ToString());
        if (_connectionHandler == null) return;
        try
        {
            _connectionHandler(_lastChange);
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("connection", exception);
        }
    }

    private void HandleProperty(DeviceEvent deviceEvent)
    {
        object? handler = _propertyHandlers.Find(
            deviceEvent.Buffer, deviceEvent.ComponentOffset, deviceEvent.ComponentCount, deviceEvent.Buffer, deviceEvent.NameOffset, deviceEvent.NameCount);
        if (handler == null)
        {
            _hasUnhandledProperty = true;
            return;
        }

        var property = new IoTCProperty(this, deviceEvent);
        _log.Property(property);
        try
        {
            bool isAccepted = ((PropertyHandler)handler)(property);
            property.Conclude(isAccepted ? 200 : 400, "");
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("property", exception);
            property.Conclude(500, "the device's handler failed");
        }
    }

    private void HandleCommand(DeviceEvent deviceEvent)
    {
        _command.Show(deviceEvent);
        _log.Command(_command);
        object? handler = _commandHandlers.Find(
            deviceEvent.Buffer, deviceEvent.ComponentOffset, deviceEvent.ComponentCount, deviceEvent.Buffer, deviceEvent.NameOffset, deviceEvent.NameCount);
        if (handler == null)
        {
            _command.Conclude(404);
            return;
        }

        try
        {
            ((CommandHandler)handler)(_command);
            _command.Conclude(200);
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("command", exception);
            _command.Conclude(500);
        }
    }

    // What is told and not answered.
    private void Inform(DeviceEvent deviceEvent)
    {
        try
        {
            switch (deviceEvent.Type)
            {
                case DeviceEventType.ReportedCompleted:
                    if (deviceEvent.ResponseStatus != 204) _log.ReportedRefused(deviceEvent.ResponseStatus);
                    if (_reportedHandler != null) _reportedHandler(deviceEvent.ResponseStatus, deviceEvent.Version);
                    break;
                case DeviceEventType.TwinReceived:
                    if (_twinHandler != null) _twinHandler(new Twin(deviceEvent));
                    break;
                default:
                    if (_messageHandler != null) _messageHandler(new IoTCMessage(deviceEvent));
                    break;
            }
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("message", exception);
        }
    }

    // A handler that comes late is told what it has missed.
    private void TellUnhandled()
    {
        if (!_hasUnhandledProperty || _engine == null) return;
        _hasUnhandledProperty = false;
        _engine.RefreshTwin();
    }
}
