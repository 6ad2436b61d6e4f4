using System;
using IoTC.Hub;

namespace IoTC;

/// <content>Handlers; they may be set before or after connecting, and stay.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly HandlerTable _propertyHandlers = new();
    private readonly HandlerTable _commandHandlers = new();
    private readonly ComponentNames _components = new();
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
        ArgumentNullException.ThrowIfNull(name);
        SetPropertyHandler(component, name, handler);
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
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate)
        {
            if (component.Length > 0) _components.Add(component);
            _commandHandlers.Set(component, name, handler);
        }
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

    /// <summary>A component of the device, known to it from now on.</summary>
    /// <param name="name">Its name in the model: letters, digits and <c>_</c>.</param>
    /// <exception cref="ArgumentException">It is no name of a component.</exception>
    public IoTCAsyncComponent Component(string name)
    {
        lock (_pump.Gate) _components.Add(name);
        return new IoTCAsyncComponent(this, name);
    }

    /// <summary>Sets the handler of a property, or of all of a component's when the name is null.</summary>
    internal void SetPropertyHandler(string component, string? name, AsyncPropertyHandler handler)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate)
        {
            if (component.Length > 0) _components.Add(component);
            _propertyHandlers.Set(component, name, handler);
            TellUnhandled();
        }

        _pump.Turn();
    }

    // A handler that comes late is told what it has missed.
    private void TellUnhandled()
    {
        if (!_hasUnhandledProperty) return;
        _hasUnhandledProperty = false;
        _engine.RefreshTwin();
    }
}
