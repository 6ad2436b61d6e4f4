using System;
using IoTC.Buffers;

namespace IoTC.Json;

/// <content>Properties of an object and items of an array: found by reading, so a <see cref="JsonReader"/> serves better for many.</content>
public readonly partial struct JsonValue
{
    /// <summary>Finds a property of an object; of two with the same name, the last. Nothing is allocated.</summary>
    /// <param name="nameUtf8">Plain UTF-8.</param>
    /// <param name="value">A view on the same array.</param>
    /// <returns><see langword="false"/> when there is none, or this is not an object.</returns>
    public bool TryGetProperty(byte[] nameUtf8, out JsonValue value)
    {
        if (nameUtf8 == null) throw new ArgumentNullException(nameof(nameUtf8));
        value = default;
        JsonScanner scanner = Scan();
        if (!scanner.Read() || scanner.TokenType != JsonTokenType.StartObject) return false;

        bool found = false;
        while (scanner.Read() && scanner.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = scanner.ValueIs(nameUtf8);
            if (!scanner.TryReadRawValue(out int offset, out int count)) return found;
            if (!isIt) continue;
            found = true;
            value = new JsonValue(Buffer, offset, count);
        }

        return found;
    }

    /// <summary>Finds a property of an object; of two with the same name, the last.</summary>
    /// <param name="name">The name, unescaped.</param>
    /// <param name="value">A view on the same array.</param>
    /// <returns><see langword="false"/> when there is none, or this is not an object.</returns>
    public bool TryGetProperty(string name, out JsonValue value)
    {
        if (name == null) throw new ArgumentNullException(nameof(name));
        return TryGetProperty(Utf8.GetBytes(name), out value);
    }

    /// <summary>Finds an item of an array. Nothing is allocated.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="value">A view on the same array.</param>
    /// <returns><see langword="false"/> when there are fewer, or this is not an array.</returns>
    public bool TryGetItem(int index, out JsonValue value)
    {
        value = default;
        JsonScanner scanner = Scan();
        if (!scanner.Read() || scanner.TokenType != JsonTokenType.StartArray) return false;
        while (scanner.Read() && scanner.TokenType != JsonTokenType.EndArray)
        {
            if (!scanner.TryReadRawValue(out int offset, out int count)) return false;
            if (index-- != 0) continue;
            value = new JsonValue(Buffer, offset, count);
            return true;
        }

        return false;
    }

    private JsonScanner Scan()
    {
        var scanner = default(JsonScanner);
        scanner.Reset(Buffer, Offset, Count, JsonScanner.MaxDepthLimit);
        return scanner;
    }
}
