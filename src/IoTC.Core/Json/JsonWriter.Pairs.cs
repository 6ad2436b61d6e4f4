namespace IoTC.Json;

/// <content>A property's name and value in one call.</content>
public sealed partial class JsonWriter
{
    /// <summary>Writes a property with a string; null gives <c>null</c>.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value.</param>
    public void WriteString(string name, string? value)
    {
        WritePropertyName(name);
        WriteStringValue(value);
    }

    /// <summary>Writes a property with a whole number.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value.</param>
    public void WriteNumber(string name, long value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes a property with a number.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value; finite.</param>
    public void WriteNumber(string name, double value)
    {
        WritePropertyName(name);
        WriteNumberValue(value);
    }

    /// <summary>Writes a property with <c>true</c> or <c>false</c>.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value.</param>
    public void WriteBoolean(string name, bool value)
    {
        WritePropertyName(name);
        WriteBooleanValue(value);
    }

    /// <summary>Writes a property with <c>null</c>.</summary>
    /// <param name="name">The property's name.</param>
    public void WriteNull(string name)
    {
        WritePropertyName(name);
        WriteNullValue();
    }

    /// <summary>Writes a property with a value that is JSON already; it is checked.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="json">One JSON value.</param>
    public void WriteRaw(string name, string json)
    {
        WritePropertyName(name);
        WriteRawValue(json);
    }
}
