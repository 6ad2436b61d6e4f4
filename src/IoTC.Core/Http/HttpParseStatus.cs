namespace IoTC.Http;

/// <summary>How far a response has been read.</summary>
internal enum HttpParseStatus : byte
{
    /// <summary>More bytes are wanted.</summary>
    NeedMore,

    /// <summary>The response is complete.</summary>
    Done,

    /// <summary>It is not HTTP/1.x, is cut short, or passes a limit; the connection is of no more use.</summary>
    Error,
}
