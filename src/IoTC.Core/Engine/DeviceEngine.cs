using System;
using IoTC.Buffers;
using IoTC.Hub;
using IoTC.Mqtt;
using IoTC.Provisioning;
using IoTC.Security;
using IoTC.Transport;

namespace IoTC.Engine;

/// <summary>A whole device without I/O: registration with DPS, the hub, reconnecting. Bytes in, bytes out, events out, and the time of the next call.</summary>
/// <remarks>
/// <code>
/// in    transport → ReceiveBuffer → PacketReader → MqttSession → HubSession → DeviceEvent → your handler
/// out   your call → HubSession (topic, JSON) → MqttSession → PacketWriter → SendBuffer → transport
/// </code>
/// It opens no socket, reads no clock, starts no thread and takes no lock. A driver carries bytes, opens and closes the transport when an event says so,
/// and calls <see cref="HandleTimeout"/> at <see cref="NextDeadlineMs"/>. Read events until there are none after every other call. Not thread-safe.
/// </remarks>
public sealed partial class DeviceEngine : IStreamEngine
{
    private readonly IoTCOptions _options;
    private readonly MqttSessionOptions _mqttOptions;
    private readonly MqttSession _mqtt;
    private readonly HubSession _hub;
    private readonly Backoff _backoff;
    private readonly IKeySigner? _signer;
    private ProvisioningSession? _provisioning;
    private Phase _phase;
    private bool _isTransportOpen;
    private bool _isTransportOpening;
    private long _openDeadlineMs;
    private long _resumeMs;             // when the pause is over
    private long _utcOffsetMs;          // what makes the driver's clock UTC
    private long _clockCorrectionMs;    // what makes the device's UTC the server's

    /// <summary>Makes an engine; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <exception cref="ArgumentException">An option cannot work; the message names it and its limits.</exception>
    public DeviceEngine(IoTCOptions options)
    {
        OptionsValidation.Validate(options);
        _options = options;
        _signer = options.Credential!.ResolveSigner(options.DeviceId);
        _mqttOptions = new MqttSessionOptions
        {
            ReceiveBufferSize = options.ReceiveBufferSize,
            MaxPacketSize = Numbers.Max(options.MaxPacketSize, options.ReceiveBufferSize),
            MaxQueuedBytes = options.MaxQueuedBytes,
            MaxQueuedMessages = options.MaxQueuedMessages,
            MaxInflight = options.MaxInflight,
            ResendAfterSessionLoss = true,
            ConnackTimeoutMs = options.ConnackTimeoutMs,
            AcknowledgeTimeoutMs = options.AcknowledgeTimeoutMs,
            PingTimeoutMs = options.PingTimeoutMs,
            DisconnectTimeoutMs = Numbers.Max(1, options.DisconnectTimeoutMs),
        };
        _mqttOptions.Connect.CleanSession = false;
        _mqttOptions.Connect.KeepAliveSeconds = options.KeepAliveSeconds;
        _mqtt = new MqttSession(_mqttOptions);
        _hub = new HubSession(_mqtt, options.TwinTimeoutMs);
        _hub.SetContent(options.ContentType, options.ContentEncoding);
        _hub.SetComponents(_components);
        _backoff = new Backoff(options.ReconnectMinDelayMs, options.ReconnectMaxDelayMs);
    }

    private enum Phase : byte
    {
        Stopped,
        Provisioning,
        Hub,
        Waiting,
    }

    /// <summary>Where the client stands.</summary>
    public ConnectionStatus Status { get; private set; }

    /// <summary>Whether telemetry leaves and commands come.</summary>
    public bool IsConnected => Status == ConnectionStatus.Connected;

    /// <summary>The hub that DPS assigned, or that was given; empty before.</summary>
    public string HubHost { get; private set; } = "";

    /// <summary>The hub's MQTT port.</summary>
    public int HubPort { get; private set; }

    /// <summary>The hub's port when neither the options nor DPS name one; a driver whose transport has another sets it before <see cref="Start"/>.</summary>
    public int DefaultHubPort { get; set; } = 8883;

    /// <summary>The Device ID that DPS assigned; the Registration ID before.</summary>
    public string DeviceId { get; private set; } = "";

    /// <summary>JSON that DPS returned with the assignment, or empty.</summary>
    public string ProvisioningResult { get; private set; } = "";

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount => _mqtt.QueuedCount;

    /// <summary>Tells the time of day; the driver calls it at the start and before each connection, so that a corrected clock is noticed.</summary>
    /// <param name="utcUnixMs">Milliseconds since 1970 UTC.</param>
    /// <param name="nowMs">The same moment on the driver's monotonic clock.</param>
    public void SetUtcNow(long utcUnixMs, long nowMs)
    {
        SetTime(nowMs);
        HandleClockStep(utcUnixMs - nowMs - _utcOffsetMs);
        _utcOffsetMs = utcUnixMs - nowMs;
    }

    /// <summary>Begins to connect. <see cref="SetUtcNow"/> comes first.</summary>
    /// <param name="nowMs">The time now.</param>
    /// <exception cref="InvalidOperationException">It has begun already.</exception>
    public void Start(long nowMs)
    {
        if (_phase != Phase.Stopped) throw new InvalidOperationException("The client is connected, or connecting, already.");
        SetTime(nowMs);
        _backoff.Seed(_options.RandomSeed != 0 ? _options.RandomSeed : nowMs + _utcOffsetMs);
        _wasReady = false;
        _isStopping = false;
        Begin(nowMs);
    }

    /// <summary>Ends the connection in order: DISCONNECT leaves after what is queued, then the transport closes. What is unacknowledged stays for the next <see cref="Start"/>.</summary>
    /// <param name="nowMs">The time now.</param>
    public void Stop(long nowMs)
    {
        SetTime(nowMs);
        _isStopping = true;
        if (_phase == Phase.Hub && _isTransportOpen) _mqtt.Disconnect(nowMs);
        else End(IoTCError.Stopped, "", nowMs);
    }

    /// <inheritdoc/>
    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count)
    {
        if (_phase == Phase.Provisioning) _provisioning!.GetReceiveWindow(out buffer, out offset, out count);
        else _mqtt.GetReceiveWindow(out buffer, out offset, out count);
    }

    /// <inheritdoc/>
    public void CommitReceived(int count, long nowMs)
    {
        SetTime(nowMs);
        if (_phase == Phase.Provisioning) _provisioning!.CommitReceived(count, nowMs, UtcSeconds(nowMs));
        else _mqtt.CommitReceived(count, nowMs);
    }

    /// <inheritdoc/>
    public bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        if (_isTransportOpen && _phase == Phase.Provisioning) return _provisioning!.TryGetOutput(out buffer, out offset, out count);
        if (_isTransportOpen && _phase == Phase.Hub) return _mqtt.TryGetOutput(out buffer, out offset, out count);
        buffer = Bytes.Empty;
        offset = 0;
        count = 0;
        return false;
    }

    /// <inheritdoc/>
    public void AdvanceOutput(int count, long nowMs)
    {
        SetTime(nowMs);
        if (_phase == Phase.Provisioning) _provisioning!.AdvanceOutput(count);
        else if (_phase == Phase.Hub)
        {
            _mqtt.AdvanceOutput(count, nowMs);
            if (_mqtt.InflightCount > 0) _isSendPending = true;
        }
    }

    /// <inheritdoc/>
    public void HandleOpened(long nowMs)
    {
        if (!_isTransportOpening) throw new InvalidOperationException("No transport was asked for.");
        _isTransportOpening = false;
        _isTransportOpen = true;
        SetTime(nowMs);
        if (_phase == Phase.Provisioning)
        {
            _provisioning!.HandleOpened(nowMs, UtcSeconds(nowMs));
            return;
        }

        try
        {
            SetHubCredentials(nowMs);
        }
        catch (Exception exception)
        {
            Fail(IoTCError.SignerFailed, SignerFailure.Describe(exception), nowMs);
            return;
        }

        BeginDiagnosis();
        _mqtt.HandleOpened(nowMs);
    }

    /// <inheritdoc/>
    public void HandleTransportFailed(int status, string detail, long nowMs)
    {
        bool wasOpening = _isTransportOpening;
        if (!wasOpening && !_isTransportOpen) return;
        _isTransportOpening = false;
        _isTransportOpen = false;
        SetTime(nowMs);
        if (_phase == Phase.Provisioning) _provisioning!.HandleTransportFailed(status, detail, nowMs, UtcSeconds(nowMs));
        else if (wasOpening) HandleHubUnreachable(status, detail, nowMs);
        else _mqtt.HandleTransportFailed(status, detail, nowMs);
    }

    private void SetTime(long nowMs)
    {
        _nowMs = nowMs;
        _hub.SetTime(nowMs);
    }

    private long UtcSeconds(long nowMs) => (nowMs + _utcOffsetMs + _clockCorrectionMs) / 1000;
}
