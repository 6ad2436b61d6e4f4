namespace IoTC;

/// <summary>Everything a device client can be told. Only <see cref="IdScope"/>, <see cref="DeviceId"/> and <see cref="Credential"/> have to be.</summary>
/// <remarks>Read when the client is made. Time limits are in milliseconds unless their name says seconds.</remarks>
public sealed partial class IoTCOptions
{
    /// <summary>The ID Scope of the DPS instance, as the portal shows it (0ne…). Not needed with <see cref="HubHost"/>.</summary>
    public string IdScope { get; set; } = "";

    /// <summary>The Registration ID: 1–128 letters, digits and <c>: . _ -</c>. DPS may assign another Device ID.</summary>
    public string DeviceId { get; set; } = "";

    /// <summary>How the device proves who it is.</summary>
    public DeviceCredential? Credential { get; set; }

    /// <summary>The Model ID (DTMI) that the device follows, or empty.</summary>
    public string ModelId { get; set; } = "";

    /// <summary>The DPS endpoint's host name.</summary>
    public string ProvisioningHost { get; set; } = "global.azure-devices-provisioning.net";

    /// <summary>The DPS endpoint's HTTPS port.</summary>
    public int ProvisioningPort { get; set; } = 443;

    /// <summary>The api-version of the DPS requests.</summary>
    public string ProvisioningApiVersion { get; set; } = "2021-06-01";

    /// <summary>JSON that goes with the registration, for a custom allocation for instance; or empty.</summary>
    public string ProvisioningPayload { get; set; } = "";

    /// <summary>A hub to connect to without DPS, or empty.</summary>
    public string HubHost { get; set; } = "";

    /// <summary>The hub's MQTT port; 0 for the one of the transport: 8883, over WebSocket 443. A port that DPS returns with the hub's name comes first.</summary>
    public int HubPort { get; set; }

    /// <summary>The api-version in the MQTT user name.</summary>
    public string HubApiVersion { get; set; } = "2021-04-12";

    /// <summary>The content type of telemetry (<c>$.ct</c>), or empty.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>The content encoding of telemetry (<c>$.ce</c>), or empty.</summary>
    public string ContentEncoding { get; set; } = "utf-8";

    /// <summary>Connect again, with growing pauses, after a connection that had been ready is lost.</summary>
    public bool AutoReconnect { get; set; } = true;

    /// <summary>Allow a transport that does not encrypt, for a broker on a private network or a test. Keys' signatures travel in the clear then.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>MQTT Keep Alive in seconds, 10–1177 (the most a hub honours).</summary>
    public int KeepAliveSeconds { get; set; } = 120;

    /// <summary>Life of a SAS token in seconds, 60 at least. It is renewed by a reconnect at 75–85 % of its life.</summary>
    public int TokenLifetimeSeconds { get; set; } = 3600;

    /// <summary>Limit of one whole <c>Connect</c>.</summary>
    public int ConnectTimeoutMs { get; set; } = 180000;

    /// <summary>Limit of opening one transport: DNS, TCP and TLS.</summary>
    public int OpenTimeoutMs { get; set; } = 30000;

    /// <summary>Limit of the registration with DPS, all its polls together.</summary>
    public int ProvisioningTimeoutMs { get; set; } = 120000;

    /// <summary>Limit of one answer of DPS.</summary>
    public int ProvisioningResponseTimeoutMs { get; set; } = 30000;

    /// <summary>The shortest pause between two requests to DPS, whatever its Retry-After says.</summary>
    public int ProvisioningMinDelayMs { get; set; } = 1000;

    /// <summary>Limit of the hub's answer to CONNECT. A hub that shapes its traffic has been seen to take most of a minute.</summary>
    public int ConnackTimeoutMs { get; set; } = 60000;

    /// <summary>Limit of PUBACK and SUBACK.</summary>
    public int AcknowledgeTimeoutMs { get; set; } = 60000;

    /// <summary>Limit of PINGRESP.</summary>
    public int PingTimeoutMs { get; set; } = 20000;

    /// <summary>Limit of the hub's answer to a twin request.</summary>
    public int TwinTimeoutMs { get; set; } = 30000;

    /// <summary>How long <c>Disconnect</c> may wait for what is queued to be acknowledged.</summary>
    public int DisconnectTimeoutMs { get; set; } = 5000;

    /// <summary>The first pause before connecting again; it doubles with each failure.</summary>
    public int ReconnectMinDelayMs { get; set; } = 1000;

    /// <summary>The longest pause before connecting again.</summary>
    public int ReconnectMaxDelayMs { get; set; } = 300000;

    /// <summary>A connection that has been ready for so long counts as stable: pauses start anew.</summary>
    public int StableAfterMs { get; set; } = 60000;

    /// <summary>The least time between two registrations with DPS.</summary>
    public int ReprovisionMinIntervalMs { get; set; } = 600000;

    /// <summary>Size of the receive buffer at the start, in bytes.</summary>
    public int ReceiveBufferSize { get; set; } = 4096;

    /// <summary>The largest packet accepted from the hub, in bytes; the receive buffer grows up to it, by what really arrives.</summary>
    public int MaxPacketSize { get; set; } = 262144 + 4096;

    /// <summary>The most bytes of messages that wait for being sent or acknowledged.</summary>
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>The most messages that wait for being sent or acknowledged.</summary>
    public int MaxQueuedMessages { get; set; } = 4096;

    /// <summary>What happens to telemetry that finds the queue in memory full.</summary>
    public OutboxFullPolicy OutboxFullPolicy { get; set; }

    /// <summary>The most messages sent and not yet acknowledged.</summary>
    public int MaxInflight { get; set; } = 64;

    /// <summary>Seeds the jitter of pauses; 0 takes the time. For simulations that are to be repeated.</summary>
    public int RandomSeed { get; set; }
}
