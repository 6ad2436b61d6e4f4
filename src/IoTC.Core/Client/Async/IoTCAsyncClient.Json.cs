using System;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Hub;
using IoTC.Json;

namespace IoTC;

/// <content>What the device sends as JSON: written with a writer, or by a source-generated serializer, into a buffer that is used again.</content>
public sealed partial class IoTCAsyncClient
{
    /// <summary>Sends an object as JSON telemetry at QoS 1; completes when the hub has acknowledged it.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is written; source-generated, so that nothing is looked up by reflection.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <exception cref="IoTCException">It was not taken (outbox full, too large), or the connection ended for good before it was acknowledged.</exception>
    public ValueTask SendTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(value, typeInfo, null, null, cancellationToken);

    /// <inheritdoc cref="SendTelemetryAsync{T}(T, JsonTypeInfo{T}, CancellationToken)"/>
    /// <param name="value"><inheritdoc/></param>
    /// <param name="typeInfo"><inheritdoc/></param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <param name="cancellationToken"><inheritdoc/></param>
    public ValueTask SendTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo, MessageProperties? properties, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(value, typeInfo, properties, null, cancellationToken);

    /// <summary>Sends JSON telemetry at QoS 1; completes when the hub has acknowledged it.</summary>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <exception cref="ArgumentException">Not exactly one value was written.</exception>
    /// <exception cref="IoTCException">It was not taken (outbox full, too large), or the connection ended for good before it was acknowledged.</exception>
    public ValueTask SendTelemetryAsync(Action<JsonWriter> write, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(write, static (json, write) => write(json), properties, null, cancellationToken);

    /// <inheritdoc cref="SendTelemetryAsync(Action{JsonWriter}, MessageProperties?, CancellationToken)"/>
    /// <typeparam name="TState">The type of what is handed on.</typeparam>
    /// <param name="state">Handed to <paramref name="write"/>, which need not close over it then: nothing is allocated in steady state.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="properties"><inheritdoc/></param>
    /// <param name="cancellationToken"><inheritdoc/></param>
    public ValueTask SendTelemetryAsync<TState>(
        TState state, Action<JsonWriter, TState> write, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(state, write, properties, null, cancellationToken);

    /// <summary>Reports properties in one patch; completes when the hub has taken it.</summary>
    /// <param name="write">Writes the members of the patch; a null removes a property.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">A name or a value is none that the hub takes; the message tells the limit.</exception>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; <see cref="IoTCException.Status"/> and the message say why.</exception>
    public ValueTask UpdatePropertiesAsync(Action<JsonWriter> write, CancellationToken cancellationToken = default)
        => UpdatePropertiesAsync("", write, cancellationToken);

    /// <summary>Reports the members of an object as properties, in one patch; completes when the hub has taken it.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object; members that are null remove properties, unless the serializer leaves them out.</param>
    /// <param name="typeInfo">How it is written; source-generated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">It is no JSON object, or a name or a value is none that the hub takes; the message tells the limit.</exception>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; <see cref="IoTCException.Status"/> and the message say why.</exception>
    public ValueTask UpdatePropertiesAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
        => UpdatePropertiesAsync("", value, typeInfo, cancellationToken);

    /// <summary>Reports one property; completes when the hub has taken it.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value, a string; <see cref="UpdatePropertiesAsync(Action{JsonWriter}, CancellationToken)"/> writes any other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The name or the value is none that the hub takes; the message tells the limit.</exception>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; <see cref="IoTCException.Status"/> and the message say why.</exception>
    public ValueTask SendPropertyAsync(string name, string value, CancellationToken cancellationToken = default)
        => UpdatePropertiesAsync(json => json.WriteString(name, value), cancellationToken);

    /// <summary>Reports the result of a command that was answered 202 with <see cref="IoTCCommand.Accept"/>: a property of the command's name, in its component. Completes when the hub has taken it.</summary>
    /// <param name="command">The command.</param>
    /// <param name="write">Writes one JSON value, the result.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; <see cref="IoTCException.Status"/> and the message say why.</exception>
    /// <remarks>IoT Central: <c>{"command":{"value":…}}</c>.</remarks>
    public ValueTask ReportResultAsync(IoTCCommand command, Action<JsonWriter> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(write);
        return UpdatePropertiesAsync(command.Component, WriteResult, cancellationToken);

        void WriteResult(JsonWriter json)
        {
            json.WritePropertyName(command.Name);
            json.WriteStartObject();
            json.WritePropertyName("value");
            write(json);
            json.WriteEndObject();
        }
    }

    internal ValueTask SendTelemetryAsync<T>(
        T value, JsonTypeInfo<T> typeInfo, MessageProperties? properties, ComponentProperties? component, CancellationToken cancellationToken)
    {
        JsonScratch scratch = JsonScratch.Rent();
        scratch.Serialize(value, typeInfo);
        ValueTask sent = SendTelemetryAsync(scratch.Bytes, 0, scratch.Count, properties, component, cancellationToken);
        scratch.Return();
        return sent;
    }

    internal ValueTask SendTelemetryAsync<TState>(
        TState state, Action<JsonWriter, TState> write, MessageProperties? properties, ComponentProperties? component, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        JsonScratch scratch = JsonScratch.Rent();
        write(scratch.Json, state);
        if (scratch.Json.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        if (!scratch.Json.IsComplete) throw new ArgumentException("The callback has not written exactly one JSON value.", nameof(write));
        ValueTask sent = SendTelemetryAsync(scratch.Json.Buffer, 0, scratch.Json.Count, properties, component, cancellationToken);
        scratch.Return();
        return sent;
    }

    internal ValueTask UpdatePropertiesAsync(string component, Action<JsonWriter> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        JsonScratch scratch = JsonScratch.Rent();
        BeginPatch(scratch.Json, component);
        write(scratch.Json);
        ValueTask sent = SendPatch(scratch, component, cancellationToken);
        scratch.Return();
        return sent;
    }

    internal ValueTask UpdatePropertiesAsync<T>(string component, T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken)
    {
        JsonScratch scratch = JsonScratch.Rent();
        scratch.Serialize(value, typeInfo);
        if (!JsonText.IsObject(scratch.Bytes, 0, scratch.Count)) throw new ArgumentException("Reported properties must be one JSON object.", nameof(value));
        BeginPatch(scratch.Json, component);
        var members = new JsonReader();
        members.Reset(scratch.Bytes, 0, scratch.Count);
        members.Read();
        while (members.Read() && members.TokenType == JsonTokenType.PropertyName)
        {
            scratch.Json.WriteRawPropertyName(scratch.Bytes, members.ValueOffset, members.ValueCount);
            members.GetRawValue(out int offset, out int count);
            scratch.Json.WriteRawValue(scratch.Bytes, offset, count);
        }

        ValueTask sent = SendPatch(scratch, component, cancellationToken);
        scratch.Return();
        return sent;
    }

    private static void BeginPatch(JsonWriter json, string component)
    {
        json.WriteStartObject();
        if (component.Length == 0) return;
        json.WritePropertyName(component);
        json.WriteStartObject();
        json.WriteString("__t", "c");
    }

    private ValueTask SendPatch(JsonScratch scratch, string component, CancellationToken cancellationToken)
    {
        if (component.Length > 0) scratch.Json.WriteEndObject();
        scratch.Json.WriteEndObject();
        if (scratch.Json.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "property");
        return SendReportedAsync(scratch.Json.Buffer, scratch.Json.Count, cancellationToken);
    }
}
