using System;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Hub;
using IoTC.Json;

namespace IoTC;

/// <summary>A component of a device, with what the device can do: <see cref="IoTCAsyncClient.Component"/> makes one. Thread-safe.</summary>
/// <remarks>Telemetry carries the component's name (<c>$.sub</c>), properties lie in an object of its name with <c>"__t":"c"</c>, commands are <c>component*command</c>.</remarks>
public sealed class IoTCAsyncComponent
{
    private readonly IoTCAsyncClient _client;
    private readonly ComponentProperties _properties;

    internal IoTCAsyncComponent(IoTCAsyncClient client, string name)
    {
        _client = client;
        _properties = new ComponentProperties(name);
        Name = name;
    }

    /// <summary>The component's name.</summary>
    public string Name { get; }

    /// <inheritdoc cref="IoTCAsyncClient.SendTelemetryAsync(ReadOnlyMemory{byte}, MessageProperties?, CancellationToken)"/>
    public ValueTask SendTelemetryAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => _client.SendTelemetryAsync(payload, properties, _properties, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.SendTelemetryAsync(string, MessageProperties?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public ValueTask SendTelemetryAsync(string payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => _client.SendTelemetryAsync(payload, properties, _properties, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.SendTelemetryAsync(Action{JsonWriter}, MessageProperties?, CancellationToken)"/>
    public ValueTask SendTelemetryAsync(Action<JsonWriter> write, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => _client.SendTelemetryAsync(write, static (json, write) => write(json), properties, _properties, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.SendTelemetryAsync{T}(T, JsonTypeInfo{T}, CancellationToken)"/>
    public ValueTask SendTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        => _client.SendTelemetryAsync(value, typeInfo, null, _properties, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.SendTelemetryAsync{T}(T, JsonTypeInfo{T}, MessageProperties?, CancellationToken)"/>
    public ValueTask SendTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo, MessageProperties? properties, CancellationToken cancellationToken = default)
        => _client.SendTelemetryAsync(value, typeInfo, properties, _properties, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.UpdatePropertiesAsync(Action{JsonWriter}, CancellationToken)"/>
    public ValueTask UpdatePropertiesAsync(Action<JsonWriter> write, CancellationToken cancellationToken = default)
        => _client.UpdatePropertiesAsync(Name, write, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.UpdatePropertiesAsync{T}(T, JsonTypeInfo{T}, CancellationToken)"/>
    public ValueTask UpdatePropertiesAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        => _client.UpdatePropertiesAsync(Name, value, typeInfo, cancellationToken);

    /// <inheritdoc cref="IoTCAsyncClient.OnProperty(string, AsyncPropertyHandler)"/>
    public void OnProperty(string name, AsyncPropertyHandler handler) => _client.OnProperty(Name, name, handler);

    /// <summary>Sets the handler of all desired properties of the component that have none of their own.</summary>
    /// <param name="handler">Called with each new value.</param>
    public void OnProperty(AsyncPropertyHandler handler) => _client.SetPropertyHandler(Name, null, handler);

    /// <inheritdoc cref="IoTCAsyncClient.OnCommand(string, AsyncCommandHandler)"/>
    public void OnCommand(string name, AsyncCommandHandler handler) => _client.OnCommand(Name, name, handler);
}
