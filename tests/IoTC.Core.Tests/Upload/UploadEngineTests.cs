using System.Linq;
using NUnit.Framework;

namespace IoTC.Core.Tests.Upload;

/// <summary>An upload on a virtual clock: which requests leave, what is tried again, how it ends.</summary>
[TestFixture]
internal sealed class UploadEngineTests
{
    private const string Path = "PUT /files/dev%201/a%20b.txt?sv=1&sig=SECRET%2Bx";

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(999)]
    public void SmallFileIsOnePutBlob(int length)
    {
        UploadScript script = new UploadScript(length).Answer(200, UploadScript.Address).Answer(201).Answer(204).Run();
        Assert.That(script.Log, Is.EqualTo(new[]
        {
            "open hub.example", "POST /devices/dev%201/files?api-version=2021-04-12 22", "close",
            "open store.example", $"{Path} {length}", "close",
            "open hub.example", "POST /devices/dev%201/files/notifications?api-version=2021-04-12 85", "close",
        }));
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Engine.StoredBytes, Is.EqualTo(length));
        Assert.That(script.Requests[0], Does.Contain("\r\nAuthorization: SharedAccessSignature sr=x\r\n").And.EndsWith("{\"blobName\":\"a b.txt\"}"));
        Assert.That(script.Requests[1], Does.Contain("\r\nx-ms-blob-type: BlockBlob\r\n").And.Not.Contains("Authorization"));
        Assert.That(script.Requests[2], Does.EndWith("{\"correlationId\":\"c1\",\"isSuccess\":true,\"statusCode\":201,\"statusDescription\":\"stored\"}"));
    }

    [Test]
    public void LargeFileGoesInBlocksOverOneConnection([Values(1, 7, 100_000)] int pieceSize, [Values(1000, 2000, 2500)] int length)
    {
        UploadScript script = new UploadScript(length) { PieceSize = pieceSize }.Answer(200, UploadScript.Address);
        int blocks = (length + 999) / 1000;
        for (int i = 0; i <= blocks; i++) script.Answer(201);
        script.Answer(200).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Log.Count(line => line == "open store.example"), Is.EqualTo(1));
        Assert.That(script.Log[4], Is.EqualTo($"{Path}&comp=block&blockid=MDAwMDAw 1000"));
        string list = script.Requests[1 + blocks];
        Assert.That(list, Does.Contain("&comp=blocklist HTTP/1.1\r\n").And.Contain("<BlockList><Latest>MDAwMDAw</Latest>"));
        Assert.That(list.Split("<Latest>"), Has.Length.EqualTo(blocks + 1));
        Assert.That(script.Engine.StoredBytes, Is.EqualTo(length));
        string body = string.Concat(script.Requests.Skip(1).Take(blocks).Select(request => request[(request.IndexOf("\r\n\r\n", System.StringComparison.Ordinal) + 4)..]));
        Assert.That(body, Is.EqualTo(string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))))));
    }

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public void BlockIsSentAgainAfterATransientRefusal(int status)
    {
        UploadScript script = new UploadScript(1500).Answer(200, UploadScript.Address).Answer(201).Answer(status).Answer(201).Answer(201).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Requests[3], Is.EqualTo(script.Requests[2]));
        Assert.That(script.NowMs, Is.GreaterThan(1000));
    }

    [Test]
    public void RetryAfterIsKept()
    {
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer(503, headers: "Retry-After: 7\r\n").Answer(201).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None));
        Assert.That(script.NowMs, Is.EqualTo(8000));
    }

    [Test]
    public void CutConnectionIsOpenedAgain()
    {
        UploadScript script = new UploadScript(1500).Answer(200, UploadScript.Address).Answer((string?)null).Answer(201).Answer((string?)null).Answer(201).Answer(201).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Log.Count(line => line == "open store.example"), Is.EqualTo(3));
        Assert.That(script.Engine.StoredBytes, Is.EqualTo(1500));
    }

    [Test]
    public void AttemptsAreLimitedAndTheHubIsTold()
    {
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer(503).Answer(503).Answer(503, "<Error><Code>ServerBusy</Code></Error>").Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.ServiceUnavailable));
        Assert.That(script.Engine.Message, Does.StartWith("The storage store.example refused the file (503, ServerBusy): "));
        Assert.That(script.Requests, Has.Count.EqualTo(5));
        Assert.That(script.Requests[4], Does.Contain("\"isSuccess\":false,\"statusCode\":503,\"statusDescription\":\"ServiceUnavailable\""));
    }

    [TestCase(403, "AuthenticationFailed", IoTCError.StorageRefused, "has expired or is not valid")]
    [TestCase(404, "ContainerNotFound", IoTCError.StorageRefused, "the container does not exist")]
    [TestCase(409, "BlobImmutableDueToPolicy", IoTCError.StorageRefused, "Use another blob name")]
    [TestCase(413, "RequestBodyTooLarge", IoTCError.TooLarge, "Lower UploadBlockSize")]
    [TestCase(400, "InvalidHeaderValue", IoTCError.BadRequest, "does not take the request")]
    public void StoragesRefusalsAreNamed(int status, string code, IoTCError error, string words)
    {
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer(status, $"<Error><Code>{code}</Code><Message>sig=SECRET</Message></Error>").Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(error));
        Assert.That(script.Engine.Message, Does.Contain($"({status}, {code})").And.Contain(words).And.Not.Contain("SECRET"));
        Assert.That(script.Requests, Has.Count.EqualTo(3));
        Assert.That(script.Requests[2], Does.Contain("\"isSuccess\":false"));
    }

    [TestCase(401, "", IoTCError.WrongKey, "Check the key")]
    [TestCase(403, "{\"Message\":\"ErrorCode:DeviceMaximumActiveFileUploadLimitExceeded\"}", IoTCError.Throttled, "ten uploads")]
    [TestCase(404, "", IoTCError.StorageNotConfigured, "no storage account is configured")]
    [TestCase(409, "", IoTCError.BadRequest, "conflicts")]
    [TestCase(400, "", IoTCError.BadRequest, "does not take the request")]
    public void HubsRefusalsAreNamed(int status, string body, IoTCError error, string words)
    {
        UploadScript script = new UploadScript(10).Answer(status, body).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(error));
        Assert.That(script.Engine.Message, Does.Contain(words));
        Assert.That(script.Requests, Has.Count.EqualTo(1), "nobody waits for a word");
    }

    [Test]
    public void HubIsThrottlingUntilItIsNot()
    {
        Assert.That(new UploadScript(10).Answer(429).Answer(200, UploadScript.Address).Answer(201).Answer(204).Run().Engine.Error, Is.EqualTo(IoTCError.None));
        Assert.That(new UploadScript(10).Answer(429).Answer(429).Answer(429).Run().Engine.Error, Is.EqualTo(IoTCError.Throttled));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"correlationId\":\"c\"}")]
    [TestCase("{\"correlationId\":\"c\",\"hostName\":\"bad host\",\"containerName\":\"f\",\"blobName\":\"b\",\"sasToken\":\"?a\"}")]
    [TestCase("{\"correlationId\":\"c\",\"hostName\":\"h:0\",\"containerName\":\"f\",\"blobName\":\"b\",\"sasToken\":\"?a\"}")]
    [TestCase("{\"correlationId\":\"c\",\"hostName\":\"h\",\"containerName\":\"f\",\"blobName\":\"b\",\"sasToken\":\"?a b\"}")]
    [TestCase("{\"correlationId\":\"c\",\"hostName\":\"h\",\"containerName\":\"f\",\"blobName\":\"b\",\"sasToken\":\"?a\\r\\nX: y\"}")]
    [TestCase("{\"correlationId\":1,\"hostName\":\"h\",\"containerName\":\"f\",\"blobName\":\"b\",\"sasToken\":\"?a\"}")]
    public void AnswerThatNamesNoStorageIsRefused(string body)
    {
        UploadScript script = new UploadScript(10).Answer(200, body).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.ProtocolViolation));
        Assert.That(script.Engine.Message, Does.Contain("names no storage"));
    }

    [Test]
    public void WhatIsNotHttpIsTriedAgainAndThenNamed()
    {
        UploadScript script = new UploadScript(10).Answer("SSH-2.0\r\n").Answer("garbage\n").Answer("garbage\n").Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.ProtocolViolation));
        Assert.That(script.Engine.Message, Does.Contain("is not HTTP"));
    }

    [Test]
    public void AccessThatEndsInTheMiddleIsAskedForOnceMore()
    {
        UploadScript script = new UploadScript(2500).Answer(200, UploadScript.Address).Answer(201).Answer(403)
            .Answer(200, UploadScript.Address.Replace("SECRET", "RENEWED", System.StringComparison.Ordinal).Replace("c1", "c2", System.StringComparison.Ordinal))
            .Answer(201).Answer(201).Answer(201).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Requests[4], Does.Contain("RENEWED").And.Contain("blockid=MDAwMDAx"));
        Assert.That(script.Requests[^1], Does.Contain("c2"));
    }

    [Test]
    public void AccessThatIsRefusedTwiceIsNotAskedForAgain()
    {
        UploadScript script = new UploadScript(2500).Answer(200, UploadScript.Address).Answer(201).Answer(403).Answer(200, UploadScript.Address).Answer(403).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.StorageRefused));
        Assert.That(script.Requests, Has.Count.EqualTo(6));
    }

    [Test]
    public void StorageThatSaysNothingIsTimedOut()
    {
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer("silence").Answer("silence").Answer("silence").Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.TimedOut));
        Assert.That(script.Engine.Message, Does.Contain("store.example:443"));
    }

    // 1,000 bytes and the head, at 100 bytes a second, and 3 s for the answer.
    [Test]
    public void StorageThatTakesAByteNowAndThenIsGivenUp()
    {
        UploadScript script = new UploadScript(1500) { PieceSize = 1, PieceMs = 2900 }.Answer(200, UploadScript.Address).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.TimedOut), script.Engine.Message);
        Assert.That(script.Engine.Message, Does.Contain("store.example:443").And.Contain("UploadMinBytesPerSecond (100)"));
        Assert.That(script.Log.Count(line => line == "open store.example"), Is.EqualTo(3));
        Assert.That(script.NowMs, Is.InRange(40_000, 60_000));
        Assert.That(script.Requests[^1], Does.Contain("\"isSuccess\":false"));
    }

    [Test]
    public void SlowStorageIsWaitedFor()
    {
        UploadScript script = new UploadScript(1500) { PieceSize = 1, PieceMs = 9 }.Answer(200, UploadScript.Address).Answer(201).Answer(201).Answer(201).Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.None), script.Engine.Message);
        Assert.That(script.Log.Count(line => line == "open store.example"), Is.EqualTo(1));
    }

    [Test]
    public void UnreachableStorageIsTriedAgainButNotAnUntrustedOne()
    {
        Assert.That(new UploadScript(10).Answer(200, UploadScript.Address).Answer("unreachable").Answer(201).Answer(204).Run().Engine.Error, Is.EqualTo(IoTCError.None));
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer("untrusted").Answer(204).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.Tls));
        Assert.That(script.Log.Count(line => line == "open store.example"), Is.EqualTo(1));
    }

    [Test]
    public void FileThatIsStoredButNotToldSaysSo()
    {
        UploadScript script = new UploadScript(10).Answer(200, UploadScript.Address).Answer(201).Answer(500).Answer(500).Answer(500).Run();
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.ServiceUnavailable));
        Assert.That(script.Engine.Message, Does.StartWith("The file is stored, but the hub could not be told. "));
    }

    [Test]
    public void AbortTellsTheHubWithinItsLimit([Values] bool answers)
    {
        UploadScript script = new UploadScript(2500).Answer(200, UploadScript.Address).Answer(201).Answer("silence").Run(maxSteps: 10);
        script.Engine.Abort("cancelled", script.NowMs);
        if (answers) script.Answer(204);
        long before = script.NowMs;
        script.Run();
        Assert.That(script.IsEnded, Is.True);
        Assert.That(script.NowMs - before, Is.LessThanOrEqualTo(10_000));
        Assert.That((script.Engine.Error, script.Engine.Message), Is.EqualTo((IoTCError.Stopped, "cancelled")));
        Assert.That(script.Requests[^1], Does.Contain("\"isSuccess\":false,\"statusCode\":499"));
    }

    [Test]
    public void AbortBeforeTheHubHasAnsweredIsSilent()
    {
        UploadScript script = new UploadScript(10).Answer("silence").Run(maxSteps: 3);
        script.Engine.Abort("cancelled", script.NowMs);
        script.Run();
        Assert.That((script.IsEnded, script.Engine.Error, script.Requests.Count), Is.EqualTo((true, IoTCError.Stopped, 1)));
    }

    [Test]
    public void TooManyBlocksAreRefused()
    {
        var script = new UploadScript(50_001, blockSize: 1);
        script.Answer(200, UploadScript.Address);
        for (int i = 0; i < 50_000; i++) script.Answer(201);
        script.Answer(204).Run(maxSteps: 1_000_000);
        Assert.That(script.Engine.Error, Is.EqualTo(IoTCError.TooLarge));
        Assert.That(script.Engine.Message, Does.Contain("Raise UploadBlockSize"));
    }
}
