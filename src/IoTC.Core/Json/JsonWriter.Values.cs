using System;
using IoTC.Buffers;

namespace IoTC.Json;

/// <content>Values.</content>
public sealed partial class JsonWriter
{
    private static readonly byte[] TrueLiteral = { (byte)'t', (byte)'r', (byte)'u', (byte)'e' };
    private static readonly byte[] FalseLiteral = { (byte)'f', (byte)'a', (byte)'l', (byte)'s', (byte)'e' };
    private static readonly byte[] NullLiteral = { (byte)'n', (byte)'u', (byte)'l', (byte)'l' };

    /// <summary>Writes a string, escaped; a lone surrogate becomes U+FFFD, and null the literal <c>null</c>.</summary>
    /// <param name="value">Any string.</param>
    public void WriteStringValue(string? value)
    {
        BeforeValue();
        if (value == null) _output.Append(NullLiteral);
        else AppendString(value);
    }

    /// <summary>Writes a string given as plain UTF-8, escaped; what is not UTF-8 becomes U+FFFD.</summary>
    /// <param name="utf8">Where the string is.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length in bytes.</param>
    public void WriteStringValue(byte[] utf8, int offset, int count)
    {
        if (!Bytes.IsRange(utf8, offset, count)) throw JsonErrors.NotARange(nameof(utf8));
        BeforeValue();
        AppendString(utf8, offset, count);
    }

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">Any number.</param>
    public void WriteNumberValue(long value)
    {
        BeforeValue();
        _output.AppendNumber(value);
    }

    /// <summary>Writes a number; on .NET the shortest text that reads back as the same, elsewhere up to 17 digits.</summary>
    /// <param name="value">Any finite number.</param>
    /// <exception cref="ArgumentException">JSON has no text for infinities and not-a-number.</exception>
    public void WriteNumberValue(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value)) throw new ArgumentException("JSON has only finite numbers.", nameof(value));
        BeforeValue();
        if (_output.TryReserve(JsonNumber.MaxDoubleLength)) _output.Commit(JsonNumber.WriteDouble(value, _output.Array, _output.Count));
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">Which.</param>
    public void WriteBooleanValue(bool value)
    {
        BeforeValue();
        _output.Append(value ? TrueLiteral : FalseLiteral);
    }

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNullValue()
    {
        BeforeValue();
        _output.Append(NullLiteral);
    }

    /// <summary>Writes a value that is JSON already; it is checked.</summary>
    /// <param name="json">Where one JSON value is, UTF-8.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <exception cref="ArgumentException">It is not exactly one JSON value.</exception>
    public void WriteRawValue(byte[] json, int offset, int count)
    {
        if (!JsonText.IsValid(json, offset, count)) throw JsonErrors.NotJson(nameof(json));
        BeforeValue();
        _output.Append(json, offset, count);
    }

    /// <summary>Writes a value that is JSON already; it is checked.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="ArgumentException">It is not exactly one JSON value.</exception>
    public void WriteRawValue(string json)
    {
        if (json == null) throw new ArgumentNullException(nameof(json));
        int before = _output.Count;
        bool neededComma = _needComma;
        bool wasAfterName = _afterName;
        BeforeValue();
        int offset = _output.Count;
        _output.Append(json);
        if (Overflowed || JsonText.IsValid(_output.Array, offset, _output.Count - offset)) return;

        _output.Truncate(before);
        _needComma = neededComma;
        _afterName = wasAfterName;
        throw JsonErrors.NotJson(nameof(json));
    }

    private void AppendString(string text)
    {
        _output.Append('"');
        int mark = _output.Count;
        _output.Append(text);
        EndString(mark);
    }

    private void AppendString(byte[] utf8, int offset, int count)
    {
        _output.Append('"');
        int mark = _output.Count;
        if (Utf8.IsWellFormed(utf8, offset, count)) _output.Append(utf8, offset, count);
        else _output.Append(Utf8.GetString(utf8, offset, count));
        EndString(mark);
    }

    private void EndString(int mark)
    {
        if (!_output.Overflowed) JsonString.Escape(_output, mark);
        _output.Append('"');
    }
}
