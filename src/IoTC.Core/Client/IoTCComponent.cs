using IoTC.Hub;
using IoTC.Json;

namespace IoTC;

/// <summary>A component of a device, with what the device can do: <see cref="IoTCClient.Component"/> makes one. Telemetry carries its name (<c>$.sub</c>), properties lie in it, commands are its own.</summary>
public sealed class IoTCComponent
{
    private readonly IoTCClient _client;
    private readonly ComponentProperties _properties;

    internal IoTCComponent(IoTCClient client, string name)
    {
        _client = client;
        _properties = new ComponentProperties(name);
        Name = name;
    }

    /// <summary>The component's name.</summary>
    public string Name { get; }

    /// <inheritdoc cref="IoTCClient.SendTelemetry(string, MessageProperties)"/>
    public bool SendTelemetry(string payload, MessageProperties? properties = null) => _client.SendTelemetry(payload, _properties.With(properties));

    /// <inheritdoc cref="IoTCClient.SendTelemetry(JsonWriter, MessageProperties)"/>
    public bool SendTelemetry(JsonWriter json, MessageProperties? properties = null) => _client.SendTelemetry(json, _properties.With(properties));

    /// <inheritdoc cref="IoTCClient.SendTelemetry(byte[], int, int, MessageProperties)"/>
    public bool SendTelemetry(byte[] payload, int offset, int count, MessageProperties? properties = null) => _client.SendTelemetry(payload, offset, count, _properties.With(properties));

    /// <inheritdoc cref="IoTCClient.SendProperty(string, string)"/>
    public void SendProperty(string name, string value)
    {
        _client.Begin(Name).WriteString(name, value);
        _client.End(Name);
    }

    /// <inheritdoc cref="IoTCClient.SendProperty(string, string)"/>
    public void SendProperty(string name, double value)
    {
        _client.Begin(Name).WriteNumber(name, value);
        _client.End(Name);
    }

    /// <inheritdoc cref="IoTCClient.SendProperty(string, string)"/>
    public void SendProperty(string name, bool value)
    {
        _client.Begin(Name).WriteBoolean(name, value);
        _client.End(Name);
    }

    /// <inheritdoc cref="IoTCClient.OnProperty(string, PropertyHandler)"/>
    public void OnProperty(string name, PropertyHandler handler) => _client.OnProperty(Name, name, handler);

    /// <summary>Sets the handler of all desired properties of the component that have none of their own.</summary>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(PropertyHandler handler) => _client.SetPropertyHandler(Name, null, handler);

    /// <inheritdoc cref="IoTCClient.OnCommand(string, CommandHandler)"/>
    public void OnCommand(string name, CommandHandler handler) => _client.OnCommand(Name, name, handler);
}
