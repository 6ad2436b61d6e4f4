namespace IoTC.Upload;

/// <summary>What an <see cref="UploadEngine"/> has to tell.</summary>
internal enum UploadEventType : byte
{
    None,

    /// <summary>Open the transport to <see cref="UploadEngine.Host"/> and <see cref="UploadEngine.Port"/>.</summary>
    OpenTransport,

    /// <summary>Close the transport.</summary>
    CloseTransport,

    /// <summary>Fill <see cref="UploadEngine.Block"/> from the content, and say so with <see cref="UploadEngine.CommitBlock"/>.</summary>
    NeedBlock,

    /// <summary>It is over: <see cref="UploadEngine.Error"/> says how.</summary>
    Ended,
}
