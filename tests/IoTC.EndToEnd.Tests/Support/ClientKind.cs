namespace IoTC.EndToEnd.Tests.Support;

/// <summary>Which of the two clients a fixture runs on.</summary>
public enum ClientKind
{
    /// <summary><see cref="IoTCClient"/>.</summary>
    Blocking,

    /// <summary><see cref="IoTCAsyncClient"/>.</summary>
    Awaited,
}
