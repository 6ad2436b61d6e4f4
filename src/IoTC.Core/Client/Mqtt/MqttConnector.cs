using IoTC.Engine;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <summary>A session that knows when to connect: the first attempt, pauses and new attempts after a loss, renewed subscriptions, the end.</summary>
/// <remarks>
/// Like the session it does no I/O. After events were read, a driver asks <see cref="TakeClose"/> and <see cref="TakeOpen"/>, in this order.
/// A <see cref="MqttEventType.Disconnected"/> event also tells of a transport that could not be opened.
/// </remarks>
internal sealed class MqttConnector : IStreamEngine
{
    /// <summary>The token of requests and messages that nobody waits for.</summary>
    public const int NoToken = -1;

    // In one SUBSCRIBE; there are servers with a limit.
    private const int MaxFilters = 8;

    // A server that accepts, acknowledges and drops has not proved stable: only a connection that has lasted starts the pauses anew.
    private const long StableMs = 30000;

    private readonly MqttOptions _options;
    private readonly Backoff _backoff;
    private State _state;
    private bool _wantsOpen;
    private bool _wantsClose;
    private bool _hasFailure;
    private bool _wasConnected;
    private int _failureStatus;
    private string _failureDetail = "";
    private long _deadlineMs;       // Opening: the attempt's limit; Waiting: the next attempt
    private long _connectedMs;
    private long _nowMs;

    public MqttConnector(MqttOptions options)
    {
        Session = new MqttSession(options.ToSession());
        _options = options;
        _backoff = new Backoff(options.MinReconnectDelayMs, options.MaxReconnectDelayMs);
    }

    private enum State : byte
    {
        Stopped,
        Opening,
        Connecting,
        Connected,
        Waiting,
        Stopping,
    }

    /// <summary>The session itself, for sending.</summary>
    public MqttSession Session { get; }

    /// <summary>Filters and handlers.</summary>
    public MqttSubscriptions Subscriptions { get; } = new MqttSubscriptions();

    /// <summary>Where to connect to.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Where to connect to.</summary>
    public int Port { get; private set; }

    /// <summary>The pause before the next attempt, in milliseconds; while <see cref="IsStopped"/> is false and no attempt is under way.</summary>
    public long RetryDelayMs { get; private set; }

    /// <summary>Whether nothing is tried any more.</summary>
    public bool IsStopped => _state == State.Stopped;

    /// <summary>Whether the server has accepted the connection, as far as can be known.</summary>
    public bool IsConnected => _state == State.Connected;

    /// <inheritdoc/>
    public long NextDeadlineMs
    {
        get
        {
            switch (_state)
            {
                case State.Stopped: return long.MaxValue;
                case State.Opening:
                case State.Waiting: return _deadlineMs;
                default: return Session.NextDeadlineMs;
            }
        }
    }

    /// <summary>Begins.</summary>
    public void Start(string host, int port, long nowMs)
    {
        Host = host;
        Port = port;
        _nowMs = nowMs;
        _wasConnected = false;
        _backoff.Seed(nowMs);
        _backoff.Reset();
        Open();
    }

    /// <summary>Ends the connection, or the attempts, in order.</summary>
    public void Stop(long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Stopped || _state == State.Stopping) return;
        bool hasSession = _state == State.Connecting || _state == State.Connected;
        State before = _state;
        _state = State.Stopping;
        if (hasSession) Session.Disconnect(nowMs);
        else Fail(TransportStatus.Closed, before == State.Opening ? "the attempt was given up" : "");
    }

    /// <summary>Whether the transport is to be closed now; asked after events were read.</summary>
    public bool TakeClose()
    {
        bool wantsClose = _wantsClose;
        _wantsClose = false;
        return wantsClose;
    }

    /// <summary>Whether the transport is to be opened now; asked after <see cref="TakeClose"/>.</summary>
    public bool TakeOpen()
    {
        bool wantsOpen = _wantsOpen;
        _wantsOpen = false;
        return wantsOpen;
    }

    /// <summary>Reads the next event.</summary>
    public bool TryReadEvent(MqttEvent mqttEvent)
    {
        while (Session.TryReadEvent(mqttEvent))
        {
            switch (mqttEvent.Type)
            {
                case MqttEventType.Connected:
                    BeginConnected(mqttEvent.SessionPresent);
                    return true;
                case MqttEventType.Disconnected:
                    End();
                    return true;
                default:
                    return true;
            }
        }

        if (!_hasFailure) return false;
        _hasFailure = false;
        mqttEvent.Type = MqttEventType.Disconnected;
        mqttEvent.Reason = _state == State.Stopping ? MqttDisconnectReason.ByClient : MqttDisconnectReason.TransportFailed;
        mqttEvent.ReturnCode = ConnectReturnCode.Accepted;
        mqttEvent.TransportStatus = _failureStatus;
        mqttEvent.Detail = _failureDetail;
        End();
        return true;
    }

    /// <inheritdoc/>
    public void HandleTimeout(long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Waiting && nowMs >= _deadlineMs) Open();
        else if (_state == State.Opening && nowMs >= _deadlineMs) Fail(TransportStatus.TimedOut, "");
        else Session.HandleTimeout(nowMs);
    }

    /// <inheritdoc/>
    public void HandleOpened(long nowMs)
    {
        _nowMs = nowMs;
        // An attempt that was given up may still succeed; its transport is being closed.
        if (_state != State.Opening || _hasFailure) return;
        _state = State.Connecting;
        Session.HandleOpened(nowMs);
    }

    /// <inheritdoc/>
    public void HandleTransportFailed(int status, string detail, long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Opening) Fail(status, detail);
        else Session.HandleTransportFailed(status, detail, nowMs);
    }

    /// <inheritdoc/>
    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count) => Session.GetReceiveWindow(out buffer, out offset, out count);

    /// <inheritdoc/>
    public void CommitReceived(int count, long nowMs)
    {
        _nowMs = nowMs;
        Session.CommitReceived(count, nowMs);
    }

    /// <inheritdoc/>
    public bool TryGetOutput(out byte[] buffer, out int offset, out int count) => Session.TryGetOutput(out buffer, out offset, out count);

    /// <inheritdoc/>
    public void AdvanceOutput(int count, long nowMs) => Session.AdvanceOutput(count, nowMs);

    private void Open()
    {
        _state = State.Opening;
        _deadlineMs = _nowMs + _options.ConnectTimeoutMs;
        _wantsOpen = true;
    }

    private void Fail(int status, string detail)
    {
        if (_hasFailure) return;
        _hasFailure = true;
        _failureStatus = status;
        _failureDetail = detail;
    }

    private void BeginConnected(bool sessionPresent)
    {
        _state = State.Connected;
        _connectedMs = _nowMs;
        _wasConnected = true;
        if (sessionPresent) return;
        TopicSubscription[] lost = Subscriptions.GetSubscribed();
        for (int i = 0; i < lost.Length; i += MaxFilters)
        {
            var some = new TopicSubscription[lost.Length - i < MaxFilters ? lost.Length - i : MaxFilters];
            for (int k = 0; k < some.Length; k++) some[k] = lost[i + k];
            Session.TrySubscribe(some, some.Length, NoToken, _nowMs, out _);
        }
    }

    private void End()
    {
        _wantsOpen = false;
        _wantsClose = true;
        bool stops = _state == State.Stopping || !_wasConnected || !_options.AutoReconnect;
        if (!stops)
        {
            if (_state == State.Connected && _nowMs - _connectedMs >= StableMs) _backoff.Reset();
            RetryDelayMs = _backoff.NextDelayMs();
            _deadlineMs = _nowMs + RetryDelayMs;
            _state = State.Waiting;
            return;
        }

        _state = State.Stopped;
        RetryDelayMs = 0;
        // Nothing of a clean session outlives it: whoever waits is told.
        if (_options.CleanSession && !_options.ResendAfterSessionLoss) Session.DropQueued();
    }
}
