using System;
using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Transport;

namespace IoTC;

/// <summary>The blocking, polling device client: it runs on one thread, the caller's, on every target.</summary>
/// <remarks>
/// <code>
/// var client = new IoTCClient(idScope, deviceId, IoTCConnectType.DeviceKey, key, transport);
/// client.OnCommand("reboot", c => c.Reply(200));
/// client.Connect();
/// while (true) { client.Listen(1000); client.SendTelemetry("{\"temperature\":21.5}"); }
/// </code>
/// Not thread-safe. Handlers run inside <see cref="Connect"/>, <see cref="Listen"/> and <see cref="Disconnect"/>.
/// </remarks>
public sealed partial class IoTCClient : IDisposable
{
    private readonly IoTCOptions _options;
    private readonly IClock _clock;
    private readonly ITransport _transport;
    private readonly DeviceEvent _event = new DeviceEvent();
    private readonly ByteBuffer _scratch = new ByteBuffer(0, DeviceEngine.MaxTelemetryBytes);
    private DeviceEngine? _engine;
    private StreamPump? _pump;
    private ConnectionChange _lastChange = new ConnectionChange(ConnectionStatus.Disconnected, IoTCError.None, "", RecommendedAction.None, 0);
    private bool _isHandling;

    /// <summary>Makes a client from the few things that every device has.</summary>
    /// <param name="idScope">The ID Scope of the DPS instance (0ne…).</param>
    /// <param name="deviceId">The device's Registration ID.</param>
    /// <param name="connectType">What <paramref name="key"/> is.</param>
    /// <param name="key">The key in Base64; ignored for <see cref="IoTCConnectType.X509"/>.</param>
    /// <param name="transport">Carries the bytes, encrypted.</param>
    /// <param name="logger">Takes log lines, or null.</param>
    /// <exception cref="ArgumentException">A value cannot work; the message names it.</exception>
    public IoTCClient(string idScope, string deviceId, IoTCConnectType connectType, string key, ITransport transport, IIoTCLogger? logger = null)
        : this(new IoTCOptions { IdScope = idScope, DeviceId = deviceId, Credential = DeviceCredential.Create(connectType, key) }, transport, logger)
    {
    }

    /// <summary>Makes a client from options.</summary>
    /// <param name="options">Read until the first <see cref="Connect"/>.</param>
    /// <param name="transport">Carries the bytes, encrypted.</param>
    /// <param name="logger">Takes log lines, or null.</param>
    /// <param name="clock">Tells the time, or null for the device's own clock.</param>
    /// <exception cref="ArgumentException">A value cannot work; the message names it.</exception>
    public IoTCClient(IoTCOptions options, ITransport transport, IIoTCLogger? logger = null, IClock? clock = null)
    {
        OptionsValidation.Validate(options);
        ThrowHelper.RequireSecured(transport, options);
        ThrowHelper.HandOverCertificate(transport, options);
        _options = options;
        _transport = transport;
        _clock = clock ?? new SystemClock();
        _log = new ClientLog(logger);
        _command = new IoTCCommand(this);
        AttachOutbox();
    }

    /// <summary>Whether the device is connected to its hub and ready, as far as can be known.</summary>
    public bool IsConnected => _engine != null && _engine.IsConnected;

    /// <summary>The last change of the connection: where the client stands, and why.</summary>
    public ConnectionChange Connection => _lastChange;

    /// <summary>The hub that DPS assigned, or empty.</summary>
    public string HubHost => _engine == null ? "" : _engine.HubHost;

    /// <summary>The Device ID that DPS assigned, or empty before.</summary>
    public string DeviceId => _engine == null ? "" : _engine.DeviceId;

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount
    {
        get
        {
            int count = _engine == null ? 0 : _engine.QueuedCount;
            CountKept(ref count);
            return count;
        }
    }

    /// <summary>Sets the Model ID (DTMI) that the device follows. Before <see cref="Connect"/>.</summary>
    /// <param name="modelId">For instance <c>dtmi:com:example:Thermostat;1</c>.</param>
    public void SetModelId(string modelId)
    {
        RequireNotStarted("SetModelId");
        _options.ModelId = modelId ?? throw new ArgumentNullException(nameof(modelId));
    }

    /// <summary>Sets the content type of telemetry (<c>$.ct</c>).</summary>
    /// <param name="contentType">For instance <c>application/json</c>; empty leaves it out.</param>
    public void SetContentType(string contentType)
    {
        _options.ContentType = contentType ?? throw new ArgumentNullException(nameof(contentType));
        if (_engine != null) _engine.SetContent(_options.ContentType, _options.ContentEncoding);
    }

    /// <summary>Sets the content encoding of telemetry (<c>$.ce</c>).</summary>
    /// <param name="contentEncoding">For instance <c>utf-8</c>; empty leaves it out.</param>
    public void SetContentEncoding(string contentEncoding)
    {
        _options.ContentEncoding = contentEncoding ?? throw new ArgumentNullException(nameof(contentEncoding));
        if (_engine != null) _engine.SetContent(_options.ContentType, _options.ContentEncoding);
    }

    /// <summary>Sets how much is logged. Without a logger, lines go to the console.</summary>
    /// <param name="level">At first <see cref="IoTCLogLevel.Disabled"/>, or <see cref="IoTCLogLevel.ApiOnly"/> when a logger was given.</param>
    public void SetLogLevel(IoTCLogLevel level) => _log.SetLevel(level);

    /// <summary>Registers with DPS, connects to the hub, subscribes and reads the twin. Returns when the device is ready.</summary>
    /// <exception cref="IoTCException">It did not come about; the message says why and what to do. It may be called again.</exception>
    /// <exception cref="InvalidOperationException">It is connected already, or was called from a handler.</exception>
    public void Connect()
    {
        RequireOutsideHandler("Connect");
        if (_engine == null)
        {
            _engine = CreateEngine();
            RestoreAssignment();
        }

        _pump ??= new StreamPump(_engine, _transport, _clock);
        long now = _clock.NowMs;
        _engine.SetUtcNow(_clock.UtcUnixMs, now);
        _engine.Start(now);
        long untilMs = now + _options.ConnectTimeoutMs;
        HandleEvents(ConnectionStatus.Connected);
        while (_engine.Status != ConnectionStatus.Connected && _engine.Status != ConnectionStatus.Disconnected)
        {
            if (_clock.NowMs >= untilMs) throw StopAfterTimeout();
            Step(untilMs);
            HandleEvents(ConnectionStatus.Connected);
        }

        if (_engine.Status != ConnectionStatus.Connected) throw new IoTCException(_lastChange.Error, _lastChange.Message);
    }

    /// <summary>Sends what is queued, handles what has come, keeps the connection alive and comes back after a loss. Call it again and again.</summary>
    /// <param name="timeoutMs">How long it may wait for something to come, in milliseconds; it does not take longer, the handlers' own time apart. 0 only looks.</param>
    /// <exception cref="InvalidOperationException">Called from a handler.</exception>
    public void Listen(int timeoutMs)
    {
        RequireOutsideHandler("Listen");
        if (timeoutMs < 0) throw new ArgumentOutOfRangeException(nameof(timeoutMs));
        if (_engine == null || _pump == null) throw new InvalidOperationException("Connect comes before Listen.");
        long untilMs = _clock.NowMs + timeoutMs;
        do
        {
            HandleEvents(ConnectionStatus.Disconnected);
            Step(untilMs);
            HandleEvents(ConnectionStatus.Disconnected);
        }
        while (_clock.NowMs < untilMs);
        FeedOutbox(ref untilMs);
        _pump.Send();
    }

    /// <summary>Waits for what is queued to be acknowledged, at most <see cref="IoTCOptions.DisconnectTimeoutMs"/>, then ends the connection in order.</summary>
    /// <returns>The number of messages that the hub has not acknowledged; they stay queued for the next <see cref="Connect"/>.</returns>
    public int Disconnect()
    {
        if (_engine == null || _pump == null) return QueuedCount;
        if (_isHandling)
        {
            _engine.Stop(_clock.NowMs);
            return QueuedCount;
        }

        long untilMs = _clock.NowMs + _options.DisconnectTimeoutMs;
        while (_engine.IsConnected && QueuedCount > 0 && _clock.NowMs < untilMs) Work(untilMs);
        if (_engine.Status != ConnectionStatus.Disconnected) _engine.Stop(_clock.NowMs);
        untilMs = _clock.NowMs + _options.DisconnectTimeoutMs + 1000;
        while (_engine.Status != ConnectionStatus.Disconnected && _clock.NowMs < untilMs) Work(untilMs);
        HandleEvents(ConnectionStatus.Disconnected);
        _pump.Close();
        return QueuedCount;
    }

    /// <summary>Disconnects, and gives the transport back.</summary>
    public void Dispose()
    {
        if (!_isHandling) Disconnect();
        _transport.Close();
        CloseOutbox();
    }

    private DeviceEngine CreateEngine()
    {
        var engine = new DeviceEngine(_options);
        engine.SetComponents(_components);
        if (_transport is IProtocolTransport carrier) engine.DefaultHubPort = carrier.MqttPort;
        return engine;
    }

    // Events are read before bytes are received: what they show lies where those are written.
    private void Work(long untilMs)
    {
        HandleEvents(ConnectionStatus.Disconnected);
        Step(untilMs);
        HandleEvents(ConnectionStatus.Disconnected);
    }

    private void Step(long untilMs)
    {
        FeedOutbox(ref untilMs);
        _pump!.Step(untilMs);
    }

    // X.Net.cs: the durable outbox. On a board there is none, and these calls are none.
    partial void AttachOutbox();

    partial void CountKept(ref int count);

    partial void FeedOutbox(ref long untilMs);

    partial void CloseOutbox();

    private IoTCException StopAfterTimeout()
    {
        string during = _lastChange.Message;
        _engine!.Stop(_clock.NowMs);
        HandleEvents(ConnectionStatus.Disconnected);
        _pump!.Close();
        return new IoTCException(IoTCError.TimedOut, "Connect took longer than " + (_options.ConnectTimeoutMs / 1000).ToString() + " s and was given up. The last step was: " + during);
    }

    // For .NET; nothing on a board.
    partial void RestoreAssignment();

    partial void HandleAssigned();

    private void RequireNotStarted(string what)
    {
        if (_engine != null) throw new InvalidOperationException(what + " has to be called before Connect.");
    }

    private void RequireOutsideHandler(string what)
    {
        if (_isHandling) throw ThrowHelper.InsideHandler(what);
    }
}
