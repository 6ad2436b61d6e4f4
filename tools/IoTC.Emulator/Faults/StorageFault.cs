namespace IoTC.Emulator;

/// <summary>Something the storage does wrong to one request of an upload.</summary>
public sealed record StorageFault
{
    private StorageFault()
    {
    }

    internal int StatusCode { get; private init; }

    internal string Code { get; private init; } = "";

    internal int? RetryAfterSeconds { get; private init; }

    internal bool IsClose { get; private init; }

    /// <summary>An error with the storage's usual body.</summary>
    /// <param name="statusCode">The HTTP status: 403, 429, 503…</param>
    /// <param name="code">The storage's error code.</param>
    /// <param name="retryAfterSeconds">The <c>Retry-After</c>, if any.</param>
    public static StorageFault Status(int statusCode, string code = "ServerBusy", int? retryAfterSeconds = null) =>
        new() { StatusCode = statusCode, Code = code, RetryAfterSeconds = retryAfterSeconds };

    /// <summary>The connection ends in the middle of the request.</summary>
    public static StorageFault CloseWithoutAnswer() => new() { IsClose = true };
}
