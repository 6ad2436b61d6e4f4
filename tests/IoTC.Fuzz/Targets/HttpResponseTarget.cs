using System.Collections.Generic;
using IoTC.Http;

namespace IoTC.Fuzz.Targets;

/// <summary>One HTTP response.</summary>
internal sealed class HttpResponseTarget : FuzzTarget
{
    public override string Name => "http";

    public override bool IsStream => true;

    public override int Rounds => 40_000;

    public override long BaseAllocation => 4096;

    public override long AllocationPerByte => 8;

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nhello"u8],
        [.. "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nRetry-After: 3\r\n\r\n5;x=y\r\nhello\r\n0\r\nA: b\r\n\r\n"u8],
        [.. "HTTP/1.0 401 Unauthorized\r\nRetry-After: Sunday, 06-Nov-94 08:49:37 GMT\r\nDate: Sun Nov  6 08:49:37 1994\r\n\r\n{}"u8],
        [.. "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nConnection: keep-alive, close\r\nContent-Length: 0\r\n\r\n"u8],
        [.. "HTTP/1.1 204 None\r\n\r\n"u8],
        [.. "HTTP/1.1 200 OK\r\nContent-Length: 2147483647\r\n\r\n"u8],
        [.. "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n"u8],
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        [.. "\r\n"u8], [.. "\r\n\r\n"u8], [.. "HTTP/1.1 "u8], [.. "Content-Length: "u8], [.. "Transfer-Encoding: chunked\r\n"u8], [.. "Connection: close\r\n"u8],
        [.. "Retry-After: "u8], [.. "Date: "u8], [.. "99999999999999999999"u8], [.. "FFFFFFFFFFFFFFFF"u8], [.. "Sun, 31 Feb 9999 24:60:61 GMT"u8], [.. "0\r\n\r\n"u8],
        [.. "-1"u8], [.. ", "u8], [.. "\t"u8],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        var parser = new HttpResponseParser(512, 1024);
        int taken = 0;
        while (parser.Status == HttpParseStatus.NeedMore && input.TryTake(out int offset, out int count)) taken += parser.Feed(input.Buffer, offset, count);
        if (taken > input.Count) throw new FuzzFailure("no more is taken than there is", $"{taken} of {input.Count} bytes");
        parser.FeedEnd();
        trace.Add((int)parser.Status);
        trace.Add(parser.Error);
        trace.Add(parser.StatusCode);
        trace.Add(parser.Body.Array, 0, parser.Body.Count);
        if (parser.Status == HttpParseStatus.Error) return;
        trace.Add(taken);
        trace.Add(parser.KeepAlive);
        trace.Add(parser.RetryAfterSeconds);
        trace.Add(parser.DateUnixSeconds);
    }
}
