using IoTC.Buffers;

namespace IoTC.Json;

/// <content>Strings, numbers and literals.</content>
internal partial struct JsonScanner
{
    private bool ReadValue()
    {
        byte first = _buffer[_position];
        switch (first)
        {
            case (byte)'{':
                return OpenContainer(JsonTokenType.StartObject);
            case (byte)'[':
                return OpenContainer(JsonTokenType.StartArray);
            case (byte)'"':
                if (!ReadString()) return Fail();
                TokenType = JsonTokenType.String;
                break;
            case (byte)'t':
                if (!IsLiteral('r', 'u', 'e')) return Fail();
                Take(4, JsonTokenType.True);
                break;
            case (byte)'f':
                if (_end - _position < 5 || _buffer[_position + 4] != 'e' || !IsLiteral('a', 'l', 's')) return Fail();
                Take(5, JsonTokenType.False);
                break;
            case (byte)'n':
                if (!IsLiteral('u', 'l', 'l')) return Fail();
                Take(4, JsonTokenType.Null);
                break;
            default:
                int count = MeasureNumber();
                if (count == 0) return Fail();
                Take(count, JsonTokenType.Number);
                break;
        }

        // A number or literal that runs into something else must not be delivered: 01, truest.
        if (TokenType != JsonTokenType.String && !IsAtDelimiter()) return Fail();
        _expect = Expect.CommaOrEnd;
        return true;
    }

    private bool IsLiteral(char second, char third, char fourth)
        => _end - _position >= 4
        && _buffer[_position + 1] == second && _buffer[_position + 2] == third && _buffer[_position + 3] == fourth;

    private bool IsAtDelimiter()
    {
        if (_position == _end) return true;
        byte next = _buffer[_position];
        return next == ',' || next == '}' || next == ']' || IsWhiteSpace(next);
    }

    /// <summary>Length of the number at the position, 0 when there is none. RFC 8259 §6.</summary>
    private int MeasureNumber()
    {
        int i = _position;
        if (_buffer[i] == '-') i++;
        int digits = CountDigits(i);
        if (digits == 0 || (digits > 1 && _buffer[i] == '0')) return 0;
        i += digits;
        if (i < _end && _buffer[i] == '.')
        {
            digits = CountDigits(++i);
            if (digits == 0) return 0;
            i += digits;
        }

        if (i < _end && (_buffer[i] | 0x20) == 'e')
        {
            i++;
            if (i < _end && (_buffer[i] == '+' || _buffer[i] == '-')) i++;
            digits = CountDigits(i);
            if (digits == 0) return 0;
            i += digits;
        }

        return i - _position;
    }

    private int CountDigits(int offset)
    {
        int i = offset;
        while (i < _end && _buffer[i] >= '0' && _buffer[i] <= '9') i++;
        return i - offset;
    }

    /// <summary>Reads a string from its opening quote; the caller says what it is. RFC 8259 §7.</summary>
    private bool ReadString()
    {
        int start = _position + 1;
        int i = start;
        bool escaped = false;
        bool mayBeNonAscii = false;
        while (true)
        {
            i = JsonBytes.FindStringStop(_buffer, i, _end, ref mayBeNonAscii);
            if (i == _end || _buffer[i] < ' ') return false;
            if (_buffer[i] == '"') break;

            int length = JsonString.MeasureEscape(_buffer, i, _end);
            if (length == 0) return false;
            escaped = true;
            i += length;
        }

        // RFC 8259 §8.1: UTF-8, nothing else.
        if (mayBeNonAscii && !Utf8.IsWellFormed(_buffer, start, i - start)) return false;
        SetValue(start, i - start);
        IsEscaped = escaped;
        _position = i + 1;
        return true;
    }
}
