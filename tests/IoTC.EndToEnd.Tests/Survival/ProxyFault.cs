namespace IoTC.EndToEnd.Tests.Survival;

/// <summary>What a connection through the proxy suffers.</summary>
internal enum ProxyFault
{
    /// <summary>Cut in the middle of what passes.</summary>
    Cut,

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    Stall,

    /// <summary>Everything takes long.</summary>
    Slow,

    /// <summary>Byte by byte.</summary>
    Fragment,

    /// <summary>A bit is turned in everything that passes; TLS notices.</summary>
    Corrupt,
}
