using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>The one reading of RFC 8259: a pull scanner without an array of its own, so that a check on the stack costs nothing.</summary>
internal partial struct JsonScanner
{
    /// <summary>One bit for each open container.</summary>
    public const int MaxDepthLimit = 64;

    private enum Expect : byte
    {
        Value,
        FirstName,
        Colon,
        FirstItem,
        CommaOrEnd,
        Nothing,
    }

    private byte[] _buffer;
    private int _position;
    private int _end;
    private int _maxDepth;
    private long _objects;
    private Expect _expect;

    /// <summary>What was read last.</summary>
    public JsonTokenType TokenType { get; private set; }

    /// <summary>Number of open containers, the one just opened included.</summary>
    public int Depth { get; private set; }

    /// <summary>Index of the token's first byte; of a string, of the byte after its quote.</summary>
    public int ValueOffset { get; private set; }

    /// <summary>Length of the token in bytes; a string's without its quotes.</summary>
    public int ValueCount { get; private set; }

    /// <summary>Whether a name or string holds an escape.</summary>
    public bool IsEscaped { get; private set; }

    /// <summary>Index of the byte after the token; after an error, where it was found.</summary>
    public int TokenEnd => _position;

    /// <summary>Starts on a text.</summary>
    public void Reset(byte[] buffer, int offset, int count, int maxDepth)
    {
        _buffer = buffer;
        _position = offset;
        _end = offset + count;
        _maxDepth = maxDepth;
        _objects = 0;
        _expect = Expect.Value;
        TokenType = JsonTokenType.None;
        Depth = 0;
        SetValue(offset, 0);
    }

    /// <summary>Reads one token.</summary>
    /// <returns><see langword="false"/> at the end and on an error.</returns>
    public bool Read()
    {
        if (_expect == Expect.Nothing) return false;
        SkipWhiteSpace();
        if (_position == _end) return _expect == Expect.CommaOrEnd && Depth == 0 ? Finish(JsonTokenType.End) : Fail();

        switch (_expect)
        {
            case Expect.Value:
                return ReadValue();
            case Expect.FirstName:
                return _buffer[_position] == '}' ? CloseContainer() : ReadName();
            case Expect.Colon:
                return ReadAfter(':') && ReadValue();
            case Expect.FirstItem:
                return _buffer[_position] == ']' ? CloseContainer() : ReadValue();
            default:
                return ReadCommaOrEnd();
        }
    }

    /// <summary>On a name, or before the first token, reads the value; then moves past all of it.</summary>
    /// <returns><see langword="false"/> on an error.</returns>
    public bool TrySkipValue()
    {
        if ((TokenType == JsonTokenType.PropertyName || TokenType == JsonTokenType.None) && !Read()) return false;
        if (TokenType != JsonTokenType.StartObject && TokenType != JsonTokenType.StartArray) return TokenType != JsonTokenType.Error;
        int depth = Depth;
        while (Depth >= depth)
        {
            if (!Read()) return false;
        }

        return true;
    }

    /// <summary>Moves past the value, as <see cref="TrySkipValue"/> does, and gives its range.</summary>
    public bool TryReadRawValue(out int offset, out int count)
    {
        offset = 0;
        count = 0;
        if ((TokenType == JsonTokenType.PropertyName || TokenType == JsonTokenType.None) && !Read()) return false;
        int start = TokenType == JsonTokenType.String ? ValueOffset - 1 : ValueOffset;
        if (!TrySkipValue()) return false;
        offset = start;
        count = _position - start;
        return true;
    }

    /// <summary>Compares a name or string, unescaped.</summary>
    public bool ValueIs(byte[] utf8)
    {
        if (TokenType != JsonTokenType.PropertyName && TokenType != JsonTokenType.String) return false;
        return IsEscaped
            ? JsonString.UnescapedEquals(_buffer, ValueOffset, ValueCount, utf8)
            : Bytes.AreEqual(_buffer, ValueOffset, ValueCount, utf8);
    }

    private bool IsInObject => (_objects & (1L << (Depth - 1))) != 0;

    private bool ReadCommaOrEnd()
    {
        if (Depth == 0) return Fail();
        byte value = _buffer[_position];
        if (value == ',') return ReadAfter(',') && (IsInObject ? ReadName() : ReadValue());
        return value == (IsInObject ? '}' : ']') ? CloseContainer() : Fail();
    }

    /// <summary>Takes one structural character and the white space behind it; something must follow.</summary>
    private bool ReadAfter(char expected)
    {
        if (_buffer[_position] != expected) return Fail();
        _position++;
        SkipWhiteSpace();
        return _position < _end || Fail();
    }

    private bool ReadName()
    {
        if (_buffer[_position] != '"' || !ReadString()) return Fail();
        _expect = Expect.Colon;
        TokenType = JsonTokenType.PropertyName;
        return true;
    }

    private bool OpenContainer(JsonTokenType type)
    {
        if (Depth == _maxDepth) return Fail();
        long bit = 1L << Depth;
        bool isObject = type == JsonTokenType.StartObject;
        _objects = isObject ? _objects | bit : _objects & ~bit;
        _expect = isObject ? Expect.FirstName : Expect.FirstItem;
        Depth++;
        return Take(1, type);
    }

    private bool CloseContainer()
    {
        JsonTokenType type = IsInObject ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        Depth--;
        _expect = Expect.CommaOrEnd;
        return Take(1, type);
    }

    private bool Take(int count, JsonTokenType type)
    {
        SetValue(_position, count);
        _position += count;
        TokenType = type;
        return true;
    }

    private void SetValue(int offset, int count)
    {
        ValueOffset = offset;
        ValueCount = count;
        IsEscaped = false;
    }

    private bool Fail() => Finish(JsonTokenType.Error);

    private bool Finish(JsonTokenType type)
    {
        SetValue(_position, 0);
        _expect = Expect.Nothing;
        TokenType = type;
        return false;
    }

    private void SkipWhiteSpace()
    {
        while (_position < _end && IsWhiteSpace(_buffer[_position])) _position++;
    }

    private static bool IsWhiteSpace(byte value) => value == ' ' || value == '\n' || value == '\r' || value == '\t';
}
