namespace IoTC;

/// <summary>Why something failed, as a cause that a program can act on. The words for people are in the message beside it.</summary>
public enum IoTCError : byte
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The network or the way to the service: no route, connection refused or cut. Time may cure it.</summary>
    Network,

    /// <summary>The service did not answer within a time limit.</summary>
    TimedOut,

    /// <summary>TLS was not agreed, or the server's certificate was not acceptable.</summary>
    Tls,

    /// <summary>The device's clock differs from the server's so much that tokens or certificates look expired.</summary>
    ClockWrong,

    /// <summary>The key or certificate does not fit the enrolment or the device.</summary>
    WrongKey,

    /// <summary>DPS knows no such id scope or enrolment, or the hub no such device.</summary>
    UnknownDevice,

    /// <summary>The enrolment or the device is disabled.</summary>
    Disabled,

    /// <summary>DPS could not assign the device to a hub.</summary>
    ProvisioningFailed,

    /// <summary>The service refuses because too much was asked of it (429).</summary>
    Throttled,

    /// <summary>The service is not available now (5xx, CONNACK 3).</summary>
    ServiceUnavailable,

    /// <summary>The service refused the request as malformed (400 and its like).</summary>
    BadRequest,

    /// <summary>The server's answer breaks its protocol: not HTTP, not JSON, too long, or a malformed MQTT packet.</summary>
    ProtocolViolation,

    /// <summary>The server ended the connection without a reason, as MQTT 3.1.1 lets it.</summary>
    ServerClosed,

    /// <summary>The server accepts the connection and drops it at the first message, again and again: a daily quota or a throttle is suspected.</summary>
    QuotaSuspected,

    /// <summary>Connections end soon after they begin, again and again: another client with the same device id is suspected.</summary>
    DuplicateDeviceSuspected,

    /// <summary>There is no connection.</summary>
    NotConnected,

    /// <summary>The outbox is full; try again after the next acknowledgement.</summary>
    OutboxFull,

    /// <summary>Larger than the service or the buffers allow.</summary>
    TooLarge,

    /// <summary>The program ended the connection itself.</summary>
    Stopped,

    /// <summary>The host name has no address: its spelling, or the DNS of the device's network.</summary>
    NameNotResolved,

    /// <summary>The hub has no storage account for file uploads.</summary>
    StorageNotConfigured,

    /// <summary>The storage refused a file: the access to it has expired, there is no such container, or the blob is locked.</summary>
    StorageRefused,

    /// <summary>The storage of the outbox failed: the disk is full, read-only, gone, or in use by another.</summary>
    Storage,

    /// <summary>The device's <see cref="Security.IKeySigner"/> threw: its key could not be used.</summary>
    SignerFailed,
}
