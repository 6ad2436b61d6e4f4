using IoTC.Buffers;

namespace IoTC.Http;

/// <content>Where the body ends, RFC 9112 §6.3, and the chunks of §7.1.</content>
internal sealed partial class HttpResponseParser
{
    private const int SwitchingProtocols = 101;
    private const int NoContent = 204;
    private const int NotModified = 304;

    private void HandleEndOfHead()
    {
        if (StatusCode < 200 && StatusCode != SwitchingProtocols)
        {
            _state = State.StatusLine;
            ResetHead();
            return;
        }

        if (_isChunked && (_contentLength != None || _isHttp10))
        {
            Fail("The length of the body is not certain.");
            return;
        }

        KeepAlive = !_saysClose && (!_isHttp10 || _saysKeepAlive);
        if (StatusCode < 200 || StatusCode == NoContent || StatusCode == NotModified)
        {
            Finish();
        }
        else if (_isChunked)
        {
            _state = State.ChunkSize;
        }
        else if (_contentLength == None)
        {
            KeepAlive = false;
            _state = State.BodyUntilClose;
        }
        else
        {
            BeginBody(_contentLength, State.BodyOfLength);
            if (_contentLength == 0) Finish();
        }
    }

    private void BeginBody(long length, State state)
    {
        if (length > Body.MaxCapacity - Body.Count)
        {
            Fail("The body is too long.");
            return;
        }

        _remaining = length;
        _state = state;
    }

    private void TakeBody(byte[] buffer, ref int position, int end)
    {
        int taken = end - position;
        if (_state != State.BodyUntilClose && taken > _remaining) taken = (int)_remaining;
        Body.Append(buffer, position, taken);
        position += taken;
        if (Body.Overflowed)
        {
            Fail("The body is too long.");
            return;
        }

        if (_state == State.BodyUntilClose) return;
        _remaining -= taken;
        if (_remaining > 0) return;
        if (_state == State.ChunkData) _state = State.ChunkEnd;
        else Finish();
    }

    // 1*HEXDIG, then extensions after a semicolon, which are passed over.
    private void HandleChunkSize(byte[] line, int count)
    {
        long size = 0;
        int i = 0;
        for (; i < count; i++)
        {
            int digit = HexValue(line[i]);
            if (digit < 0) break;
            size = (size << 4) | (uint)digit;
            if (size > int.MaxValue)
            {
                Fail("The body is too long.");
                return;
            }
        }

        int extension = i;
        while (extension < count && HttpSyntax.IsBlank(line[extension])) extension++;
        bool valid = i > 0
            && (i == count || (extension < count && line[extension] == ';' && HttpSyntax.IsFieldValue(line, extension, count - extension)));
        if (!valid) Fail("A chunk's size is malformed.");
        else if (size == 0) _state = State.Trailers;
        else BeginBody(size, State.ChunkData);
    }

    private static int HexValue(byte digit)
    {
        if (digit >= '0' && digit <= '9') return digit - '0';
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
