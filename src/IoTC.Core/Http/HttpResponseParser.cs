using IoTC.Buffers;

namespace IoTC.Http;

/// <summary>Reads one HTTP/1.x response, RFC 9112, from bytes that come in any pieces.</summary>
/// <remarks>
/// Lines end in CRLF and nothing else; the body's end must be beyond doubt. No bytes make it throw, and nothing is allocated for a
/// length that was only announced. Interim responses (1xx) are passed over.
/// </remarks>
internal sealed partial class HttpResponseParser
{
    private enum State : byte
    {
        StatusLine,
        Headers,
        BodyOfLength,
        BodyUntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Ended,
    }

    private readonly ByteBuffer _line;
    private readonly int _maxHeaderBytes;
    private State _state;
    private int _headerBytes;
    private long _remaining;

    /// <param name="maxHeaderBytes">Limit of status line and headers together, interim responses and trailers counted in.</param>
    /// <param name="maxBodyBytes">Limit of the body.</param>
    public HttpResponseParser(int maxHeaderBytes, int maxBodyBytes)
    {
        _maxHeaderBytes = maxHeaderBytes;
        _line = new ByteBuffer(0, maxHeaderBytes);
        Body = new ByteBuffer(0, maxBodyBytes);
        Reset();
    }

    /// <summary>How far it has come.</summary>
    public HttpParseStatus Status { get; private set; }

    /// <summary>What is wrong, when <see cref="Status"/> is Error; never holds what the peer has sent.</summary>
    public string Error { get; private set; } = "";

    /// <summary>100–599; 0 while there is none.</summary>
    public int StatusCode { get; private set; }

    /// <summary>The body as far as it has come, without its transfer coding.</summary>
    public ByteBuffer Body { get; }

    /// <summary>Whether the connection serves another request once this response is done.</summary>
    public bool KeepAlive { get; private set; }

    /// <summary>Whether anything of the response has come.</summary>
    public bool HasBegun => _headerBytes > 0;

    /// <summary>Starts on another response.</summary>
    public void Reset()
    {
        Status = HttpParseStatus.NeedMore;
        Error = "";
        _state = State.StatusLine;
        _headerBytes = 0;
        _line.Clear();
        Body.Clear();
        ResetHead();
    }

    /// <summary>Takes bytes, up to the end of the response.</summary>
    /// <returns>How many were taken; what remains belongs to the next response.</returns>
    public int Feed(byte[] buffer, int offset, int count)
    {
        int position = offset;
        int end = offset + count;
        while (Status == HttpParseStatus.NeedMore && position < end)
        {
            switch (_state)
            {
                case State.BodyOfLength:
                case State.BodyUntilClose:
                case State.ChunkData:
                    TakeBody(buffer, ref position, end);
                    break;
                default:
                    if (TakeLine(buffer, ref position, end)) HandleLine();
                    break;
            }
        }

        return position - offset;
    }

    /// <summary>Takes note that the peer has closed the connection: the end of a body without length, of anything else an error.</summary>
    public void FeedEnd()
    {
        if (Status != HttpParseStatus.NeedMore) return;
        if (_state == State.BodyUntilClose) Finish();
        else Fail(_state == State.StatusLine && _headerBytes == 0 ? "The connection closed before a response." : "The response is cut short.");
    }

    private void HandleLine()
    {
        byte[] line = _line.Array;
        int count = _line.Count;
        switch (_state)
        {
            case State.StatusLine:
                HandleStatusLine(line, count);
                break;
            case State.Headers:
                if (count == 0) HandleEndOfHead();
                else HandleHeader(line, count);
                break;
            case State.ChunkSize:
                HandleChunkSize(line, count);
                break;
            case State.ChunkEnd:
                _state = State.ChunkSize;
                if (count != 0) Fail("A chunk is longer than it says.");
                break;
            default:
                if (count == 0) Finish();
                else if (!TrySplitHeader(line, count, out _, out _, out _)) Fail("A trailer is malformed.");
                break;
        }

        _line.Clear();
    }

    /// <summary>Collects a line without its CRLF.</summary>
    /// <returns>Whether it is complete.</returns>
    private bool TakeLine(byte[] buffer, ref int position, int end)
    {
        int lineFeed = Bytes.IndexOf(buffer, position, end - position, (byte)'\n');
        int taken = (lineFeed < 0 ? end : lineFeed + 1) - position;
        _line.Append(buffer, position, taken);
        position += taken;

        // Chunk sizes are bounded by the body they announce; all other lines count together.
        bool isChunkLine = _state == State.ChunkSize || _state == State.ChunkEnd;
        if (!isChunkLine) _headerBytes += taken;
        if (_line.Overflowed || _headerBytes > _maxHeaderBytes)
        {
            Fail("The header section is too long.");
            return false;
        }

        if (lineFeed < 0) return false;
        int count = _line.Count - 2;
        if (count < 0 || _line.Array[count] != '\r')
        {
            Fail("A line does not end in CRLF.");
            return false;
        }

        _line.Truncate(count);
        return true;
    }

    // HTTP/1.1 200 OK
    private void HandleStatusLine(byte[] line, int count)
    {
        bool wellFormed = count >= 12
            && line[0] == 'H' && line[1] == 'T' && line[2] == 'T' && line[3] == 'P' && line[4] == '/' && line[5] == '1' && line[6] == '.'
            && (line[7] == '0' || line[7] == '1') && line[8] == ' '
            && (count == 12 || line[12] == ' ')
            && HttpSyntax.IsFieldValue(line, 12, count - 12);
        if (!wellFormed || !Ascii.TryParseInt64(line, 9, 3, out long code) || code < 100 || code > 599)
        {
            Fail("The status line is malformed.");
            return;
        }

        ResetHead();
        StatusCode = (int)code;
        _isHttp10 = line[7] == '0';
        _state = State.Headers;
    }

    private void Finish()
    {
        Status = HttpParseStatus.Done;
        _state = State.Ended;
    }

    private void Fail(string error)
    {
        Status = HttpParseStatus.Error;
        Error = error;
        KeepAlive = false;
        _state = State.Ended;
    }
}
