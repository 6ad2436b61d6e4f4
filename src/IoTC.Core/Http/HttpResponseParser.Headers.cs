using IoTC.Buffers;

namespace IoTC.Http;

/// <content>The headers a device acts on; all others are checked for their form and passed over.</content>
internal sealed partial class HttpResponseParser
{
    private const long None = -1;
    private const long MaxRetryAfter = int.MaxValue;

    private readonly byte[] _contentLengthName = Utf8.GetBytes("content-length");
    private readonly byte[] _transferEncodingName = Utf8.GetBytes("transfer-encoding");
    private readonly byte[] _connectionName = Utf8.GetBytes("connection");
    private readonly byte[] _retryAfterName = Utf8.GetBytes("retry-after");
    private readonly byte[] _dateName = Utf8.GetBytes("date");
    private readonly byte[] _chunkedWord = Utf8.GetBytes("chunked");
    private readonly byte[] _closeWord = Utf8.GetBytes("close");
    private readonly byte[] _keepAliveWord = Utf8.GetBytes("keep-alive");

    private bool _isHttp10;
    private bool _isChunked;
    private bool _saysClose;
    private bool _saysKeepAlive;
    private long _contentLength;
    private long _retryAfterSeconds;
    private long _retryAfterDate;

    /// <summary>The server's clock in seconds since 1970, from <c>Date</c>; -1 when it does not say.</summary>
    public long DateUnixSeconds { get; private set; }

    /// <summary>How long to wait, from <c>Retry-After</c>: seconds as they stand, or a date less <c>Date</c>; -1 when it does not say.</summary>
    public int RetryAfterSeconds
    {
        get
        {
            if (_retryAfterSeconds != None) return (int)_retryAfterSeconds;
            if (_retryAfterDate == None || DateUnixSeconds == None) return -1;
            long seconds = _retryAfterDate - DateUnixSeconds;
            return seconds < 0 ? 0 : seconds > MaxRetryAfter ? int.MaxValue : (int)seconds;
        }
    }

    private void ResetHead()
    {
        StatusCode = 0;
        KeepAlive = false;
        DateUnixSeconds = None;
        _isHttp10 = false;
        _isChunked = false;
        _saysClose = false;
        _saysKeepAlive = false;
        _contentLength = None;
        _retryAfterSeconds = None;
        _retryAfterDate = None;
        _remaining = 0;
    }

    /// <summary>Splits <c>name: value</c>. RFC 9112 §5: no white space before the colon, no folded lines.</summary>
    private static bool TrySplitHeader(byte[] line, int count, out int nameCount, out int valueOffset, out int valueCount)
    {
        nameCount = Bytes.IndexOf(line, 0, count, (byte)':');
        valueOffset = nameCount + 1;
        valueCount = count - valueOffset;
        if (nameCount < 0 || !HttpSyntax.IsToken(line, 0, nameCount) || !HttpSyntax.IsFieldValue(line, valueOffset, valueCount)) return false;
        HttpSyntax.Trim(line, ref valueOffset, ref valueCount);
        return true;
    }

    private void HandleHeader(byte[] line, int count)
    {
        if (!TrySplitHeader(line, count, out int nameCount, out int valueOffset, out int valueCount)) Fail("A header is malformed.");
        else if (IsName(line, nameCount, _contentLengthName)) HandleContentLength(line, valueOffset, valueCount);
        else if (IsName(line, nameCount, _transferEncodingName)) HandleTransferEncoding(line, valueOffset, valueCount);
        else if (IsName(line, nameCount, _connectionName)) HandleConnection(line, valueOffset, valueCount);
        else if (IsName(line, nameCount, _retryAfterName)) HandleRetryAfter(line, valueOffset, valueCount);
        else if (IsName(line, nameCount, _dateName) && HttpDate.TryParse(line, valueOffset, valueCount, out long date)) DateUnixSeconds = date;
    }

    private static bool IsName(byte[] line, int nameCount, byte[] lowerName) => Ascii.EqualsIgnoreCase(line, 0, nameCount, lowerName);

    // RFC 9112 §6.3: a length that is not certain is no length.
    private void HandleContentLength(byte[] line, int offset, int count)
    {
        bool valid = IsDigits(line, offset, count) & Ascii.TryParseInt64(line, offset, count, out long length);
        if (!valid || (_contentLength != None && _contentLength != length)) Fail("Content-Length is malformed.");
        else _contentLength = length;
    }

    private void HandleTransferEncoding(byte[] line, int offset, int count)
    {
        if (_isChunked || !Ascii.EqualsIgnoreCase(line, offset, count, _chunkedWord)) Fail("Transfer-Encoding is not known.");
        else _isChunked = true;
    }

    private void HandleConnection(byte[] line, int offset, int count)
    {
        _saysClose |= HttpSyntax.ListContains(line, offset, count, _closeWord);
        _saysKeepAlive |= HttpSyntax.ListContains(line, offset, count, _keepAliveWord);
    }

    // RFC 9110 §10.2.3; what is neither number nor date is not there.
    private void HandleRetryAfter(byte[] line, int offset, int count)
    {
        if (IsDigits(line, offset, count))
        {
            bool fits = Ascii.TryParseInt64(line, offset, count, out long seconds) && seconds <= MaxRetryAfter;
            _retryAfterSeconds = fits ? seconds : MaxRetryAfter;
        }
        else if (HttpDate.TryParse(line, offset, count, out long date))
        {
            _retryAfterDate = date;
        }
    }

    private static bool IsDigits(byte[] line, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (line[i] < '0' || line[i] > '9') return false;
        }

        return count > 0;
    }
}
