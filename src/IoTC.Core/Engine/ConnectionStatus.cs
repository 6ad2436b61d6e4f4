namespace IoTC;

/// <summary>Where a device client stands.</summary>
public enum ConnectionStatus : byte
{
    /// <summary>Not connected, and not trying.</summary>
    Disconnected,

    /// <summary>Registering with DPS.</summary>
    Provisioning,

    /// <summary>Connecting to the hub, subscribing and reading the twin.</summary>
    Connecting,

    /// <summary>Ready: telemetry leaves, properties and commands come.</summary>
    Connected,

    /// <summary>The connection is lost; it will be tried again after a pause.</summary>
    Waiting,
}
