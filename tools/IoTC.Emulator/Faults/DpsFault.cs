using System;

namespace IoTC.Emulator;

/// <summary>Something DPS does wrong to one request.</summary>
public sealed record DpsFault
{
    private DpsFault()
    {
    }

    /// <summary>What the service API calls it.</summary>
    internal string Name { get; private init; } = "";

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
    public static DpsFault Status(int statusCode, int? retryAfterSeconds = null) => new() { Name = "dps-status", StatusCode = statusCode, RetryAfter = retryAfterSeconds };

    /// <summary>An HTML page, as a proxy or captive portal sends.</summary>
    public static DpsFault NonJsonBody(int statusCode = 200) => new() { Name = "dps-non-json", StatusCode = statusCode, IsJson = false };

    /// <summary>A body of white space of the given length, in one piece.</summary>
    public static DpsFault OversizeBody(int bytes) => new() { Name = "dps-oversize", StatusCode = 200, BodyBytes = bytes };

    /// <summary>The right answer, but chunked, a few bytes at a time.</summary>
    public static DpsFault ChunkedBody() => new() { Name = "dps-chunked", IsChunked = true };

    /// <summary>The connection ends before the answer.</summary>
    public static DpsFault CloseWithoutAnswer() => new() { Name = "dps-close", IsClose = true };

    /// <summary>The right answer, late.</summary>
    public static DpsFault Delay(TimeSpan time) => new() { Name = "dps-delay", Wait = time };
}
