namespace IoTC;

/// <summary>How a device speaks with DPS.</summary>
public enum ProvisioningTransport : byte
{
    /// <summary>HTTPS. The server's <c>Date</c> corrects a wrong clock.</summary>
    Https,

    /// <summary>MQTT, where HTTPS is blocked. It carries no date: a wrong clock is not corrected before the hub.</summary>
    Mqtt,
}
