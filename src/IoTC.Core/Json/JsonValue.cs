using System;
using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>A view on one JSON value inside an array: nothing is copied or converted until it is asked for.</summary>
/// <remarks>
/// It lasts as long as the array it views is left alone: inside a handler, until the handler returns. <see cref="Clone"/> keeps it longer.
/// Asked for what it is not, it throws <see cref="InvalidOperationException"/> that names both types.
/// </remarks>
public readonly partial struct JsonValue
{
    private readonly byte[]? _buffer;

    /// <summary>Views a range that holds one JSON value; it is not checked. <see cref="TryParse"/> checks.</summary>
    /// <param name="buffer">UTF-8.</param>
    /// <param name="offset">Index of the value's first byte, its quote or bracket included.</param>
    /// <param name="count">Its length in bytes; 0 views nothing.</param>
    public JsonValue(byte[] buffer, int offset, int count)
    {
        if (!Bytes.IsRange(buffer, offset, count)) throw JsonErrors.NotARange(nameof(buffer));
        _buffer = buffer;
        Offset = offset;
        Count = count;
    }

    /// <summary>The array viewed.</summary>
    public byte[] Buffer => _buffer ?? Bytes.Empty;

    /// <summary>Index of the value's first byte.</summary>
    public int Offset { get; }

    /// <summary>Length of the value in bytes.</summary>
    public int Count { get; }

    /// <summary>What it is: <c>StartObject</c>, <c>StartArray</c>, <c>String</c>, <c>Number</c>, <c>True</c>, <c>False</c>, <c>Null</c>; <c>None</c> when there is none.</summary>
    public JsonTokenType Type
    {
        get
        {
            if (Count == 0) return JsonTokenType.None;
            byte first = Buffer[Offset];
            switch ((char)first)
            {
                case '{': return JsonTokenType.StartObject;
                case '[': return JsonTokenType.StartArray;
                case '"': return Count >= 2 ? JsonTokenType.String : JsonTokenType.Error;
                case 't': return JsonTokenType.True;
                case 'f': return JsonTokenType.False;
                case 'n': return JsonTokenType.Null;
                default: return first == '-' || (first >= '0' && first <= '9') ? JsonTokenType.Number : JsonTokenType.Error;
            }
        }
    }

    /// <summary>Whether it is <c>null</c>.</summary>
    public bool IsNull => Type == JsonTokenType.Null;

    /// <summary>Checks a text, and views the one value in it.</summary>
    /// <param name="buffer">UTF-8.</param>
    /// <param name="offset">Where the text begins; white space around the value is left out.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="value">A view on the array.</param>
    /// <returns><see langword="false"/> when it is not exactly one JSON value.</returns>
    public static bool TryParse(byte[] buffer, int offset, int count, out JsonValue value)
    {
        bool valid = JsonText.TryMeasure(buffer, offset, count, false, out int valueOffset, out int valueCount);
        value = valid ? new JsonValue(buffer, valueOffset, valueCount) : default;
        return valid;
    }

    /// <summary>Checks a text, and gives the one value in it, in an array of its own.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static JsonValue Parse(string json)
    {
        if (json == null) throw new ArgumentNullException(nameof(json));
        byte[] utf8 = Utf8.GetBytes(json);
        return TryParse(utf8, 0, utf8.Length, out JsonValue value) ? value : throw JsonErrors.NotJson(nameof(json));
    }

    /// <summary>The number; infinite when it is too large. On .NET correctly rounded.</summary>
    public double GetDouble()
        => Type == JsonTokenType.Number && JsonNumber.TryParseDouble(Buffer, Offset, Count, out double value)
            ? value
            : throw JsonErrors.WrongType("a number", Type);

    /// <summary>The number, which must be written as a whole number and fit.</summary>
    public long GetInt64()
    {
        if (TryGetInt64(out long value)) return value;
        throw Type == JsonTokenType.Number ? JsonErrors.NotInt64(ToString()) : JsonErrors.WrongType("a number", Type);
    }

    /// <summary>The number, when it is written as a whole number and fits; <c>1.0</c> and <c>1e3</c> are not whole.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="false"/> for anything else.</returns>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return Type == JsonTokenType.Number && Ascii.TryParseInt64(Buffer, Offset, Count, out value);
    }

    /// <summary>The truth value.</summary>
    public bool GetBoolean()
    {
        JsonTokenType type = Type;
        if (type == JsonTokenType.True) return true;
        return type == JsonTokenType.False ? false : throw JsonErrors.WrongType("true or false", type);
    }

    /// <summary>A string, unescaped; of anything else the raw text.</summary>
    public string GetString()
        => Type == JsonTokenType.String ? JsonString.GetString(Buffer, Offset + 1, Count - 2) : ToString();

    /// <summary>Tells whether it is a string with this content; nothing is allocated.</summary>
    /// <param name="utf8">Plain UTF-8.</param>
    public bool StringIs(byte[] utf8)
        => Type == JsonTokenType.String && JsonString.UnescapedEquals(Buffer, Offset + 1, Count - 2, utf8);

    /// <summary>The raw JSON text.</summary>
    public override string ToString() => Utf8.GetString(Buffer, Offset, Count);

    /// <summary>Copies the value to an array of its own, so that it may be kept.</summary>
    public JsonValue Clone() => new JsonValue(Bytes.ToArray(Buffer, Offset, Count), 0, Count);
}
