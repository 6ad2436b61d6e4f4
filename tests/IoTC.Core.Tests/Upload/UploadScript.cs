using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using IoTC.Transport;
using IoTC.Upload;

namespace IoTC.Core.Tests.Upload;

/// <summary>Hub, storage, clock and content for an <see cref="UploadEngine"/>: answers are prepared, requests are kept.</summary>
internal sealed class UploadScript
{
    public const string Token = "?sv=1&sig=SECRET%2Bx";
    public const string Address = "{\"correlationId\":\"c1\",\"hostName\":\"store.example\",\"containerName\":\"files\",\"blobName\":\"dev 1/a b.txt\",\"sasToken\":\"" + Token + "\"}";

    private readonly Queue<string?> _answers = new();
    private readonly MemoryStream _content;
    private readonly List<byte> _output = [];
    private bool _isStarted;

    public UploadScript(int contentLength, int blockSize = 1000, int maxAttempts = 3)
    {
        byte[] content = new byte[contentLength];
        for (int i = 0; i < contentLength; i++) content[i] = (byte)('a' + (i % 26));
        _content = new MemoryStream(content);
        Engine = new UploadEngine(Options(blockSize, maxAttempts));
    }

    public UploadEngine Engine { get; }

    public long NowMs { get; private set; } = 1000;

    /// <summary>What happened: <c>open host</c>, <c>close</c>, and first lines of requests with their body's length.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Whole requests.</summary>
    public List<string> Requests { get; } = [];

    public bool IsEnded { get; private set; }

    /// <summary>Bytes given at a time to the engine and taken from it.</summary>
    public int PieceSize { get; init; } = int.MaxValue;

    /// <summary>How long a piece of what goes to the storage takes.</summary>
    public long PieceMs { get; init; }

    public static UploadOptions Options(int blockSize = 1000, int maxAttempts = 3) => new()
    {
        HubHost = "hub.example",
        HubPort = 443,
        DeviceId = "dev 1",
        ApiVersion = "2021-04-12",
        BlobName = "a b.txt",
        CreateToken = static () => "SharedAccessSignature sr=x",
        BlockSize = blockSize,
        MaxAttempts = maxAttempts,
        OpenTimeoutMs = 5000,
        IdleTimeoutMs = 3000,
        MinBytesPerSecond = 100,
        MinDelayMs = 100,
        MaxDelayMs = 1000,
        Seed = 1,
    };

    /// <summary>Prepares the next answer; null cuts the connection instead.</summary>
    public UploadScript Answer(string? response)
    {
        _answers.Enqueue(response);
        return this;
    }

    public UploadScript Answer(int status, string body = "", string headers = "")
        => Answer(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}"));

    /// <summary>Runs until the engine waits for nothing but time that is not worth waiting for, or has ended.</summary>
    public UploadScript Run(int maxSteps = 100_000)
    {
        if (!_isStarted) Engine.Start(NowMs);
        _isStarted = true;
        for (int i = 0; i < maxSteps && !IsEnded; i++)
        {
            if (!HandleEvents() && !Send() && !Wait()) break;
        }

        return this;
    }

    public void Advance(long ms)
    {
        NowMs += ms;
        Engine.HandleTimeout(NowMs);
    }

    private bool HandleEvents()
    {
        switch (Engine.TakeEvent())
        {
            case UploadEventType.OpenTransport:
                Log.Add("open " + Engine.Host);
                _output.Clear();
                if (_answers.TryPeek(out string? answer) && answer == "unreachable")
                {
                    _answers.Dequeue();
                    Engine.HandleTransportFailed(TransportStatus.Refused, "", NowMs);
                }
                else if (answer == "untrusted")
                {
                    _answers.Dequeue();
                    Engine.HandleTransportFailed(TransportStatus.CertificateUntrusted, "", NowMs);
                }
                else
                {
                    Engine.HandleOpened(NowMs);
                }

                return true;
            case UploadEventType.CloseTransport:
                Log.Add("close");
                _output.Clear();
                return true;
            case UploadEventType.NeedBlock:
                Engine.CommitBlock(_content.Read(Engine.Block), NowMs);
                return true;
            case UploadEventType.Ended:
                IsEnded = true;
                return true;
            default:
                return false;
        }
    }

    private bool Send()
    {
        if (!Engine.TryGetOutput(out byte[] buffer, out int offset, out int count)) return false;
        count = Math.Min(count, PieceSize);
        NowMs += Engine.Host == "store.example" ? PieceMs : 0;
        if (NowMs >= Engine.NextDeadlineMs)
        {
            Engine.HandleTimeout(NowMs);
            return true;
        }

        _output.AddRange(buffer.AsSpan(offset, count).ToArray());
        Engine.AdvanceOutput(count, NowMs);
        string text = Encoding.ASCII.GetString(_output.ToArray());
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return true;
        int length = int.Parse(text.AsSpan(text.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16, text.IndexOf("\r\n", text.IndexOf("Content-Length: ", StringComparison.Ordinal), StringComparison.Ordinal) - text.IndexOf("Content-Length: ", StringComparison.Ordinal) - 16), CultureInfo.InvariantCulture);
        if (text.Length - end - 4 < length) return true;
        _output.Clear();
        Requests.Add(text);
        Log.Add(text[..text.IndexOf(" HTTP", StringComparison.Ordinal)] + " " + length.ToString(CultureInfo.InvariantCulture));
        Reply();
        return true;
    }

    private void Reply()
    {
        string? answer = _answers.Count == 0 ? "silence" : _answers.Dequeue();
        if (answer == "silence") return;
        if (answer == null)
        {
            Engine.HandleTransportFailed(TransportStatus.Reset, "", NowMs);
            return;
        }

        byte[] bytes = Encoding.ASCII.GetBytes(answer);
        for (int given = 0; given < bytes.Length;)
        {
            Engine.GetReceiveWindow(out byte[] window, out int offset, out int room);
            int count = Math.Min(Math.Min(room, PieceSize), bytes.Length - given);
            bytes.AsSpan(given, count).CopyTo(window.AsSpan(offset));
            given += count;
            Engine.CommitReceived(count, NowMs);
        }
    }

    private bool Wait()
    {
        if (Engine.NextDeadlineMs == long.MaxValue) return false;
        NowMs = Math.Max(NowMs, Engine.NextDeadlineMs);
        Engine.HandleTimeout(NowMs);
        return true;
    }
}
