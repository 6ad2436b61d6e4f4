using System;
using System.Text;
using IoTC.Http;
using NUnit.Framework;

namespace IoTC.Core.Tests.Http;

[TestFixture]
internal sealed class HttpResponseParserTests
{
    private readonly HttpResponseParser _parser = new(HttpResponseCases.MaxHeaderBytes, HttpResponseCases.MaxBodyBytes);

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void Whole(byte[] response, string body, bool keepAlive)
    {
        _parser.Reset();
        Assert.That(_parser.Feed(response, 0, response.Length), Is.EqualTo(response.Length));
        IsDone(body, keepAlive);
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void ByteByByte(byte[] response, string body, bool keepAlive)
    {
        _parser.Reset();
        for (int i = 0; i < response.Length; i++)
        {
            Assert.That(_parser.Status, Is.EqualTo(HttpParseStatus.NeedMore), $"before byte {i}");
            Assert.That(_parser.Feed(response, i, 1), Is.EqualTo(1));
        }

        IsDone(body, keepAlive);
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void SplitAtEveryIndex(byte[] response, string body, bool keepAlive)
    {
        for (int split = 0; split <= response.Length; split++)
        {
            _parser.Reset();
            Assert.That(_parser.Feed(response, 0, split), Is.EqualTo(split));
            Assert.That(_parser.Feed(response, split, response.Length - split), Is.EqualTo(response.Length - split));
            IsDone(body, keepAlive);
        }
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void TrailingBytesAreLeft(byte[] response, string body, bool keepAlive)
    {
        var framed = new byte[response.Length + 20];
        Array.Fill(framed, (byte)'H');
        response.CopyTo(framed, 3);
        _parser.Reset();
        Assert.That(_parser.Feed(framed, 3, framed.Length - 3), Is.EqualTo(response.Length));
        IsDone(body, keepAlive);
        Assert.That(_parser.Feed(framed, 0, framed.Length), Is.Zero, "nothing more is taken");
        IsDone(body, keepAlive);
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void CutAnywhereIsAnError(byte[] response, string body, bool keepAlive)
    {
        for (int count = 0; count < response.Length; count++)
        {
            _parser.Reset();
            _parser.Feed(response, 0, count);
            _parser.FeedEnd();
            IsError();
        }

        Assert.That(_parser.KeepAlive, Is.False);
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Complete))]
    public void ClosingAfterwardsChangesNothing(byte[] response, string body, bool keepAlive)
    {
        _parser.Reset();
        _parser.Feed(response, 0, response.Length);
        _parser.FeedEnd();
        IsDone(body, keepAlive);
    }

    [TestCaseSource(typeof(HttpResponseCases), nameof(HttpResponseCases.Broken))]
    public void BrokenIsAnErrorHoweverItComes(byte[] response)
    {
        _parser.Reset();
        _parser.Feed(response, 0, response.Length);
        IsError();
        string error = _parser.Error;
        Assert.That(_parser.Feed(response, 0, response.Length), Is.Zero, "nothing more is taken");

        for (int split = 0; split <= response.Length; split++)
        {
            _parser.Reset();
            _parser.Feed(response, 0, split);
            _parser.Feed(response, split, response.Length - split);
            IsError();
            Assert.That(_parser.Error, Is.EqualTo(error), $"split at {split}");
        }

        _parser.Reset();
        for (int i = 0; i < response.Length; i++) _parser.Feed(response, i, 1);
        IsError();
        Assert.That(_parser.Error, Is.EqualTo(error));
    }

    [TestCase("HTTP/1.1 200 OK~~", "")]
    [TestCase("HTTP/1.1 200 OK~~until the end", "until the end")]
    [TestCase("HTTP/1.0 500 No~Connection: keep-alive~~until the end", "until the end")]
    public void BodyMayEndWithTheConnection(string response, string body)
    {
        byte[] bytes = HttpResponseCases.Bytes(response);
        for (int split = 0; split <= bytes.Length; split++)
        {
            _parser.Reset();
            _parser.Feed(bytes, 0, split);
            _parser.Feed(bytes, split, bytes.Length - split);
            Assert.That(_parser.Status, Is.EqualTo(HttpParseStatus.NeedMore));
            _parser.FeedEnd();
            IsDone(body, false);
        }
    }

    [Test]
    public void BodyUntilTheEndIsLimited()
    {
        byte[] bytes = HttpResponseCases.Bytes("HTTP/1.1 200 OK~~" + new string('x', HttpResponseCases.MaxBodyBytes + 1));
        _parser.Reset();
        _parser.Feed(bytes, 0, bytes.Length - 1);
        Assert.That(_parser.Status, Is.EqualTo(HttpParseStatus.NeedMore));
        _parser.Feed(bytes, bytes.Length - 1, 1);
        IsError();
    }

    [Test]
    public void PipelinedResponsesFollowEachOther()
    {
        byte[] bytes = HttpResponseCases.Bytes("HTTP/1.1 202 Accepted~Content-Length: 1~Retry-After: 3~~aHTTP/1.1 200 OK~Content-Length: 2~~bc");
        _parser.Reset();
        int taken = _parser.Feed(bytes, 0, bytes.Length);
        Assert.That(_parser.StatusCode, Is.EqualTo(202));
        Assert.That(_parser.RetryAfterSeconds, Is.EqualTo(3));
        _parser.Reset();
        Assert.That(_parser.StatusCode, Is.Zero);
        Assert.That(_parser.RetryAfterSeconds, Is.EqualTo(-1));
        Assert.That(_parser.Feed(bytes, taken, bytes.Length - taken), Is.EqualTo(bytes.Length - taken));
        Assert.That(_parser.StatusCode, Is.EqualTo(200));
        IsDone("bc", true);
    }

    [Test]
    public void HeaderLimitIsExact()
    {
        byte[] bytes = HttpResponseCases.Bytes("HTTP/1.1 204 No Content~X: y~~");
        foreach (int room in new[] { -1, 0 })
        {
            var parser = new HttpResponseParser(bytes.Length + room, 0);
            parser.Feed(bytes, 0, bytes.Length);
            Assert.That(parser.Status, Is.EqualTo(room == 0 ? HttpParseStatus.Done : HttpParseStatus.Error));
        }
    }

    [Test]
    public void AnnouncedLengthTakesNoMemory()
    {
        byte[] bytes = HttpResponseCases.Bytes("HTTP/1.1 200 OK~Content-Length: 500000000~~x");
        var parser = new HttpResponseParser(1000, 1_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        parser.Feed(bytes, 0, bytes.Length);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000));
        Assert.That(parser.Status, Is.EqualTo(HttpParseStatus.NeedMore));
    }

    [Test]
    public void RandomBytesNeverThrow()
    {
        var random = new Random(12);
        string[] words = ["HTTP/1.1 200 OK", "HTTP/1.1 100 C", "~", "~~", "Content-Length: ", "Transfer-Encoding: chunked", "5", "0", ";", ":", " ", "x", "\r", "\n", "\0", "Retry-After: ", "Date: Sun, 06 Nov 1994 08:49:37 GMT"];
        for (int round = 0; round < 20000; round++)
        {
            var text = new StringBuilder(random.Next(3) == 0 ? "" : "HTTP/1.1 200 OK~");
            for (int i = random.Next(20); i > 0; i--) text.Append(words[random.Next(words.Length)]);
            byte[] bytes = HttpResponseCases.Bytes(text.ToString());
            _parser.Reset();
            int taken = _parser.Feed(bytes, 0, bytes.Length);
            HttpParseStatus whole = _parser.Status;
            int code = _parser.StatusCode;
            Assert.That(taken, Is.InRange(0, bytes.Length));
            if (whole == HttpParseStatus.NeedMore) Assert.That(taken, Is.EqualTo(bytes.Length));

            _parser.Reset();
            for (int i = 0; i < bytes.Length; i++) _parser.Feed(bytes, i, 1);
            Assert.That(_parser.Status, Is.EqualTo(whole), () => text.ToString());
            Assert.That(_parser.StatusCode, Is.EqualTo(code));
            _parser.FeedEnd();
            Assert.That(_parser.Status, Is.Not.EqualTo(HttpParseStatus.NeedMore));
        }
    }

    [Test]
    public void AllocatesNothingOnceGrown()
    {
        byte[] bytes = HttpResponseCases.Bytes("HTTP/1.1 200 OK~Date: Sun, 06 Nov 1994 08:49:37 GMT~Transfer-Encoding: chunked~~5~hello~0~~");
        Assert.That(
            Allocated.Bytes(() =>
            {
                _parser.Reset();
                _parser.Feed(bytes, 0, bytes.Length);
            }),
            Is.Zero);
        IsDone("hello", true);
    }

    private void IsDone(string body, bool keepAlive)
    {
        Assert.That(_parser.Error, Is.Empty);
        Assert.That(_parser.Status, Is.EqualTo(HttpParseStatus.Done));
        Assert.That(Encoding.Latin1.GetString(_parser.Body.ToArray()), Is.EqualTo(body));
        Assert.That(_parser.KeepAlive, Is.EqualTo(keepAlive));
        Assert.That(_parser.StatusCode, Is.InRange(101, 599));
    }

    private void IsError()
    {
        Assert.That(_parser.Status, Is.EqualTo(HttpParseStatus.Error));
        Assert.That(_parser.Error, Is.Not.Empty);
        Assert.That(_parser.KeepAlive, Is.False);
    }
}
