using System;

namespace IoTC.Emulator;

/// <summary>Something DPS does wrong to one request.</summary>
public sealed record DpsFault
{
    private DpsFault()
    {
    }

    internal int StatusCode { get; private init; }

    internal int? RetryAfter { get; private init; }

    internal int BodyBytes { get; private init; }

    internal bool IsJson { get; private init; } = true;

    internal bool IsChunked { get; private init; }

    internal bool IsClose { get; private init; }

    internal TimeSpan Wait { get; private init; }

    /// <summary>An error with the service's usual body.</summary>
    /// <param name="statusCode">The HTTP status: 429, 500…</param>
    /// <param name="retryAfterSeconds">The <c>Retry-After</c>, if any.</param>
    public static DpsFault Status(int statusCode, int? retryAfterSeconds = null) => new() { StatusCode = statusCode, RetryAfter = retryAfterSeconds };

    /// <summary>An HTML page, as a proxy or captive portal sends.</summary>
    public static DpsFault NonJsonBody(int statusCode = 200) => new() { StatusCode = statusCode, IsJson = false };

    /// <summary>A body of white space of the given length, in one piece.</summary>
    public static DpsFault OversizeBody(int bytes) => new() { StatusCode = 200, BodyBytes = bytes };

    /// <summary>The right answer, but chunked, a few bytes at a time.</summary>
    public static DpsFault ChunkedBody() => new() { IsChunked = true };

    /// <summary>The connection ends before the answer.</summary>
    public static DpsFault CloseWithoutAnswer() => new() { IsClose = true };

    /// <summary>The right answer, late.</summary>
    public static DpsFault Delay(TimeSpan time) => new() { Wait = time };
}
