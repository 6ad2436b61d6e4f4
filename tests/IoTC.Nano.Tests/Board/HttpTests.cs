using IoTC.Buffers;
using IoTC.Http;

namespace IoTC.Nano.Tests;

/// <summary>HTTP/1.1 responses, whole and byte by byte.</summary>
internal static class HttpTests
{
    public static void Run(Check check)
    {
        Done(check, "with a length", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", 200, "body");
        Done(check, "in chunks", "HTTP/1.1 202 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1\r\ny\r\n0\r\n\r\n", 202, "body");
        Done(check, "without a body", "HTTP/1.1 204 No Content\r\n\r\n", 204, "");
        Failed(check, "another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n");
        Failed(check, "a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: 4x\r\n\r\n");
        check.Test("http: the body ends with the connection", EndsWithConnection);
        check.Test("http: dates", Dates);
    }

    private static void Done(Check check, string name, string response, int status, string body) => check.Test("http: " + name, () =>
    {
        byte[] bytes = Check.Utf8(response);
        for (int step = 1; step <= bytes.Length; step += bytes.Length - 1)
        {
            HttpResponseParser parser = Feed(bytes, step);
            Check.That(parser.Status == HttpParseStatus.Done, "it is not done: " + parser.Error);
            Check.Equal(status, parser.StatusCode);
            Check.Equal(body, Check.Text(parser.Body.Array, 0, parser.Body.Count));
        }
    });

    private static void Failed(Check check, string name, string response) => check.Test("http: " + name + " is refused", () =>
    {
        HttpResponseParser parser = Feed(Check.Utf8(response), 1);
        Check.That(parser.Status != HttpParseStatus.Done && parser.Error.Length > 0, "it is accepted");
    });

    private static void EndsWithConnection()
    {
        HttpResponseParser parser = Feed(Check.Utf8("HTTP/1.1 200 OK\r\n\r\nbody"), 5);
        Check.That(parser.Status != HttpParseStatus.Done, "it is done too early");
        parser.FeedEnd();
        Check.That(parser.Status == HttpParseStatus.Done, "it is not done");
        Check.Equal("body", Check.Text(parser.Body.Array, 0, parser.Body.Count));
    }

    private static void Dates()
    {
        byte[] date = Check.Utf8("Tue, 14 Nov 2023 22:13:20 GMT");
        Check.That(HttpDate.TryParse(date, 0, date.Length, out long seconds), "it is refused");
        Check.Equal(1700000000, seconds);
        byte[] bad = Check.Utf8("Tue, 31 Feb 2023 22:13:20 GMT");
        Check.That(!HttpDate.TryParse(bad, 0, bad.Length, out _), "31 February is accepted");
    }

    private static HttpResponseParser Feed(byte[] bytes, int step)
    {
        var parser = new HttpResponseParser(1024, 1024);
        for (int i = 0; i < bytes.Length;)
        {
            int fed = parser.Feed(bytes, i, Numbers.Min(step, bytes.Length - i));
            if (fed == 0) break;
            i += fed;
        }

        return parser;
    }
}
