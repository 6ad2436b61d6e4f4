using System;
using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>Writes JSON as UTF-8 into a buffer that is used again and again; commas and escapes take care of themselves.</summary>
/// <remarks>
/// What does not fit sets <see cref="Overflowed"/>, so that a caller checks once, at the end. Calls that cannot give JSON (a value
/// without its name, an end without its start) throw <see cref="InvalidOperationException"/>. Nothing is allocated once the buffer has
/// the size its use needs.
/// </remarks>
public sealed partial class JsonWriter
{
    private readonly ByteBuffer _output;
    private long _objects;
    private int _depth;
    private bool _needComma;
    private bool _afterName;

    /// <summary>Makes a writer with a buffer of its own.</summary>
    /// <param name="capacity">Bytes held from the start.</param>
    /// <param name="maxCapacity">The most bytes it may hold.</param>
    public JsonWriter(int capacity, int maxCapacity)
    {
        if (capacity < 0) throw new ArgumentOutOfRangeException(nameof(capacity));
        if (maxCapacity < capacity) throw new ArgumentOutOfRangeException(nameof(maxCapacity));
        _output = new ByteBuffer(capacity, maxCapacity);
    }

    /// <summary>Writes behind what a buffer already holds.</summary>
    internal JsonWriter(ByteBuffer output)
    {
        _output = output;
    }

    /// <summary>The array written to; another one after it has grown.</summary>
    public byte[] Buffer => _output.Array;

    /// <summary>Number of bytes written.</summary>
    public int Count => _output.Count;

    /// <summary>Whether something did not fit since <see cref="Clear"/>; what was written is then of no use.</summary>
    public bool Overflowed => _output.Overflowed;

    /// <summary>Whether one whole value has been written.</summary>
    public bool IsComplete => _depth == 0 && _needComma;

    /// <summary>Forgets the content, for the next text; keeps the array.</summary>
    public void Clear()
    {
        _output.Clear();
        Restart();
    }

    /// <summary>Begins another text behind what the buffer holds.</summary>
    internal void Restart()
    {
        _objects = 0;
        _depth = 0;
        _needComma = false;
        _afterName = false;
    }

    /// <summary>Begins an object.</summary>
    public void WriteStartObject() => Open('{', true);

    /// <summary>Ends the object.</summary>
    public void WriteEndObject() => Close('}', true);

    /// <summary>Begins an array.</summary>
    public void WriteStartArray() => Open('[', false);

    /// <summary>Ends the array.</summary>
    public void WriteEndArray() => Close(']', false);

    /// <summary>Writes the name of a property; its value comes next.</summary>
    /// <param name="name">Any string; it is escaped.</param>
    public void WritePropertyName(string name)
    {
        if (name == null) throw new ArgumentNullException(nameof(name));
        BeforeName();
        AppendString(name);
        _output.Append(':');
    }

    /// <summary>Writes the name of a property, given as plain UTF-8; it is escaped, and what is not UTF-8 becomes U+FFFD.</summary>
    /// <param name="utf8">Where the name is.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length in bytes.</param>
    public void WritePropertyName(byte[] utf8, int offset, int count)
    {
        if (!Bytes.IsRange(utf8, offset, count)) throw JsonErrors.NotARange(nameof(utf8));
        BeforeName();
        AppendString(utf8, offset, count);
        _output.Append(':');
    }

    /// <summary>Writes the name of a property as it stands in another JSON text, escapes included, without its quotes.</summary>
    /// <param name="escaped">Where the name is; it is not checked.</param>
    /// <param name="offset">Where it begins, after the quote.</param>
    /// <param name="count">Its length in bytes.</param>
    public void WriteRawPropertyName(byte[] escaped, int offset, int count)
    {
        if (!Bytes.IsRange(escaped, offset, count)) throw JsonErrors.NotARange(nameof(escaped));
        BeforeName();
        _output.Append('"');
        _output.Append(escaped, offset, count);
        _output.Append('"');
        _output.Append(':');
    }

    /// <summary>The text written so far.</summary>
    public override string ToString() => _output.GetString();

    private bool IsInObject => _depth > 0 && (_objects & (1L << (_depth - 1))) != 0;

    private void Open(char bracket, bool isObject)
    {
        if (_depth == JsonScanner.MaxDepthLimit) throw JsonErrors.Misuse("JSON is nested too deeply.");
        BeforeValue();
        _output.Append(bracket);
        long bit = 1L << _depth;
        _objects = isObject ? _objects | bit : _objects & ~bit;
        _depth++;
        _needComma = false;
    }

    private void Close(char bracket, bool isObject)
    {
        if (_depth == 0 || IsInObject != isObject) throw JsonErrors.Misuse("There is no such object or array to end.");
        if (_afterName) throw JsonErrors.Misuse("A property name needs a value.");
        _output.Append(bracket);
        _depth--;
        _needComma = true;
    }

    private void BeforeName()
    {
        if (!IsInObject) throw JsonErrors.Misuse("A property name belongs inside an object.");
        if (_afterName) throw JsonErrors.Misuse("A property name needs a value.");
        if (_needComma) _output.Append(',');
        _afterName = true;
    }

    private void BeforeValue()
    {
        if (_afterName)
        {
            _afterName = false;
        }
        else if (_needComma)
        {
            if (_depth == 0) throw JsonErrors.Misuse("A JSON text is one value.");
            if (IsInObject) throw JsonErrors.Misuse("A value in an object needs a name.");
            _output.Append(',');
        }
        else if (IsInObject)
        {
            throw JsonErrors.Misuse("A value in an object needs a name.");
        }

        _needComma = true;
    }
}
