using System;
using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>Reads JSON as a sequence of tokens, out of an array that stays the caller's; one reader serves any number of texts.</summary>
/// <remarks>
/// Strict RFC 8259: no comments, no trailing commas, no byte order mark, UTF-8 only, surrogates in pairs, nothing behind the value.
/// No text makes it throw: it stops with <see cref="IsError"/>. What it tells about a token holds until the next call that moves it.
/// It allocates nothing but the strings asked for.
/// </remarks>
public sealed class JsonReader
{
    /// <summary>How deep objects and arrays may be nested unless said otherwise.</summary>
    public const int DefaultMaxDepth = 32;

    private readonly int _maxDepth;
    private byte[] _buffer = Bytes.Empty;
    private JsonScanner _scanner;

    /// <summary>Makes a reader that allows <see cref="DefaultMaxDepth"/> levels.</summary>
    public JsonReader()
        : this(DefaultMaxDepth)
    {
    }

    /// <summary>Makes a reader with a limit of its own.</summary>
    /// <param name="maxDepth">How deep objects and arrays may be nested, 1–64.</param>
    public JsonReader(int maxDepth)
    {
        if (maxDepth < 1 || maxDepth > JsonScanner.MaxDepthLimit) throw new ArgumentOutOfRangeException(nameof(maxDepth));
        _maxDepth = maxDepth;
        _scanner.Reset(_buffer, 0, 0, maxDepth);
    }

    /// <summary>What was read last.</summary>
    public JsonTokenType TokenType => _scanner.TokenType;

    /// <summary>Whether the text turned out not to be JSON.</summary>
    public bool IsError => _scanner.TokenType == JsonTokenType.Error;

    /// <summary>Number of containers that are open: 1 at and in the outermost object, 0 again at its end.</summary>
    public int Depth => _scanner.Depth;

    /// <summary>Index of the token's first byte; of a name or string, of the byte after its opening quote.</summary>
    public int ValueOffset => _scanner.ValueOffset;

    /// <summary>Length of the token in bytes; a name or string counts as it stands in the text, without its quotes.</summary>
    public int ValueCount => _scanner.ValueCount;

    /// <summary>Index of the byte after the token, its closing quote included; after an error, where it was found.</summary>
    public int TokenEnd => _scanner.TokenEnd;

    /// <summary>Starts on a text.</summary>
    /// <param name="buffer">UTF-8; must not change while it is read.</param>
    /// <param name="offset">Where the text begins.</param>
    /// <param name="count">Its length in bytes.</param>
    public void Reset(byte[] buffer, int offset, int count)
    {
        if (!Bytes.IsRange(buffer, offset, count)) throw JsonErrors.NotARange(nameof(buffer));
        _buffer = buffer;
        _scanner.Reset(buffer, offset, count, _maxDepth);
    }

    /// <summary>Reads the next token.</summary>
    /// <returns><see langword="false"/> at the end of the text and on an error; <see cref="TokenType"/> says which.</returns>
    public bool Read() => _scanner.Read();

    /// <summary>Moves past the value the reader is at, with all it contains; on a property name, past the property's value.</summary>
    /// <returns><see langword="false"/> on an error.</returns>
    public bool TrySkipValue() => _scanner.TrySkipValue();

    /// <summary>Gives the whole range of the value the reader is at, quotes and contents included, and moves past it.</summary>
    /// <remarks>On a property name it is the property's value. After an error the range is empty, and <see cref="IsError"/> set.</remarks>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length in bytes.</param>
    public void GetRawValue(out int offset, out int count) => _scanner.TryReadRawValue(out offset, out count);

    /// <summary>Gives the value as a view on the text, and moves past it, as <see cref="GetRawValue"/> does.</summary>
    /// <param name="value">A view that lasts as long as the array is left alone.</param>
    /// <returns><see langword="false"/> on an error.</returns>
    public bool TryGetValue(out JsonValue value)
    {
        bool found = _scanner.TryReadRawValue(out int offset, out int count);
        value = found ? new JsonValue(_buffer, offset, count) : default;
        return found;
    }

    /// <summary>Compares the name or string the reader is at, unescaped, without allocating.</summary>
    /// <param name="utf8">Plain UTF-8.</param>
    /// <returns><see langword="false"/> when it differs, or the token is neither.</returns>
    public bool ValueIs(byte[] utf8) => _scanner.ValueIs(utf8);

    /// <summary>The name or string, unescaped; the text of a number or literal.</summary>
    /// <exception cref="InvalidOperationException">The reader is at none of them.</exception>
    public string GetString()
    {
        switch (TokenType)
        {
            case JsonTokenType.PropertyName:
            case JsonTokenType.String:
                return JsonString.GetString(_buffer, ValueOffset, ValueCount);
            case JsonTokenType.Number:
            case JsonTokenType.True:
            case JsonTokenType.False:
            case JsonTokenType.Null:
                return Utf8.GetString(_buffer, ValueOffset, ValueCount);
            default:
                throw JsonErrors.WrongType("a string", TokenType);
        }
    }

    /// <summary>The number, when it is written as a whole number and fits; <c>1.0</c> and <c>1e3</c> are not whole.</summary>
    /// <param name="value">The number.</param>
    /// <returns><see langword="false"/> for anything else.</returns>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return TokenType == JsonTokenType.Number && Ascii.TryParseInt64(_buffer, ValueOffset, ValueCount, out value);
    }

    /// <summary>The number; infinite when it is too large.</summary>
    /// <param name="value">The number, on .NET correctly rounded.</param>
    /// <returns><see langword="false"/> when the token is no number.</returns>
    public bool TryGetDouble(out double value)
    {
        value = 0;
        return TokenType == JsonTokenType.Number && JsonNumber.TryParseDouble(_buffer, ValueOffset, ValueCount, out value);
    }

    /// <summary>The number; infinite when it is too large.</summary>
    /// <exception cref="InvalidOperationException">The token is no number.</exception>
    public double GetDouble() => TryGetDouble(out double value) ? value : throw JsonErrors.WrongType("a number", TokenType);

    /// <summary>The truth value.</summary>
    /// <exception cref="InvalidOperationException">The token is neither <c>true</c> nor <c>false</c>.</exception>
    public bool GetBoolean()
    {
        if (TokenType == JsonTokenType.True) return true;
        return TokenType == JsonTokenType.False ? false : throw JsonErrors.WrongType("true or false", TokenType);
    }

    /// <summary>Copies the name or string, unescaped, as UTF-8.</summary>
    /// <param name="target">Must have room for <see cref="ValueCount"/> bytes.</param>
    /// <param name="offset">Where to write.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="InvalidOperationException">The token is neither.</exception>
    public int CopyUnescaped(byte[] target, int offset)
    {
        if (TokenType != JsonTokenType.PropertyName && TokenType != JsonTokenType.String) throw JsonErrors.WrongType("a string", TokenType);
        if (!Bytes.IsRange(target, offset, ValueCount)) throw JsonErrors.NotARange(nameof(target));
        if (_scanner.IsEscaped) return JsonString.Unescape(_buffer, ValueOffset, ValueCount, target, offset);
        Bytes.Copy(_buffer, ValueOffset, target, offset, ValueCount);
        return ValueCount;
    }
}
