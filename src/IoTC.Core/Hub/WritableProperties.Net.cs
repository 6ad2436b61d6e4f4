using System;
using IoTC.Json;

namespace IoTC;

/// <summary>Writes writable properties in the form of their acknowledgement, for values that the device sets of its own accord.</summary>
/// <remarks>IoT Plug and Play: <c>{"value":v,"ac":203,"av":0}</c> tells an initial value; the desired property, once set, comes before it.</remarks>
public static class WritableProperties
{
    /// <summary>The acknowledgement code of a value that the device has begun with.</summary>
    public const int Initial = 203;

    /// <summary>Writes a writable property with a number that the device begins with.</summary>
    /// <param name="json">Where the patch is being written.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value.</param>
    public static void WriteInitial(this JsonWriter json, string name, double value) => WriteAcknowledged(json, name, value, static (json, value) => json.WriteNumberValue(value), Initial, 0);

    /// <inheritdoc cref="WriteInitial(JsonWriter, string, double)"/>
    public static void WriteInitial(this JsonWriter json, string name, string value) => WriteAcknowledged(json, name, value, static (json, value) => json.WriteStringValue(value), Initial, 0);

    /// <inheritdoc cref="WriteInitial(JsonWriter, string, double)"/>
    public static void WriteInitial(this JsonWriter json, string name, bool value) => WriteAcknowledged(json, name, value, static (json, value) => json.WriteBooleanValue(value), Initial, 0);

    /// <summary>Writes a writable property with any value, code and version.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="json">Where the patch is being written.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Handed to <paramref name="write"/>.</param>
    /// <param name="write">Writes one JSON value.</param>
    /// <param name="code">200 done, 202 in progress, 203 the device's own, 4xx refused, 5xx failed (<c>ac</c>).</param>
    /// <param name="version">The version that is acknowledged (<c>av</c>).</param>
    /// <param name="description">For people, or empty (<c>ad</c>).</param>
    public static void WriteAcknowledged<T>(this JsonWriter json, string name, T value, Action<JsonWriter, T> write, int code, long version, string description = "")
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(write);
        json.WritePropertyName(name);
        json.WriteStartObject();
        json.WritePropertyName("value");
        write(json, value);
        json.WriteNumber("ac", code);
        json.WriteNumber("av", version);
        if (description.Length > 0) json.WriteString("ad", description);
        json.WriteEndObject();
    }
}
