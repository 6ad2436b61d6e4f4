using System;

namespace IoTC;

/// <content>Handlers; they may be set before or after connecting, and stay.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly HandlerTable _propertyHandlers = new();
    private readonly HandlerTable _commandHandlers = new();
    private AsyncMessageHandler? _messageHandler;
    private ConnectionHandler? _connectionHandler;
    private bool _hasUnhandledProperty;

    /// <summary>Sets the handler of one desired property.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="handler">Called with each new value; set after connecting, it is called with the present one too.</param>
    public void OnProperty(string name, AsyncPropertyHandler handler) => OnProperty("", name, handler);

    /// <summary>Sets the handler of one desired property of a component.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(string component, string name, AsyncPropertyHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate)
        {
            _propertyHandlers.Set(component, name, handler);
            TellUnhandled();
        }

        _pump.Turn();
    }

    /// <summary>Sets the handler of all desired properties that have none of their own.</summary>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(AsyncPropertyHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate)
        {
            _propertyHandlers.SetAny(handler);
            TellUnhandled();
        }

        _pump.Turn();
    }

    /// <summary>Sets the handler of one command. Commands without a handler are answered 404.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(string name, AsyncCommandHandler handler) => OnCommand("", name, handler);

    /// <summary>Sets the handler of one command of a component.</summary>
    /// <param name="component">The component's name.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(string component, string name, AsyncCommandHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _commandHandlers.Set(component, name, handler);
    }

    /// <summary>Sets the handler of all commands that have none of their own.</summary>
    /// <param name="handler">Called with each command.</param>
    public void OnCommand(AsyncCommandHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _commandHandlers.SetAny(handler);
    }

    /// <summary>Sets the handler of cloud-to-device messages that are no commands.</summary>
    /// <param name="handler">Called with each message.</param>
    public void OnMessage(AsyncMessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _messageHandler = handler;
    }

    /// <summary>Sets the handler of changes of the connection.</summary>
    /// <param name="handler">Called with each change.</param>
    public void OnConnectionChanged(ConnectionHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _connectionHandler = handler;
    }

    // A handler that comes late is told what it has missed.
    private void TellUnhandled()
    {
        if (!_hasUnhandledProperty) return;
        _hasUnhandledProperty = false;
        _engine.RefreshTwin();
    }
}
