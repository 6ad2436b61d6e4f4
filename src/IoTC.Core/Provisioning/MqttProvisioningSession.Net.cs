using System;
using IoTC.Buffers;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using IoTC.Security;

namespace IoTC.Provisioning;

/// <summary>A registration with DPS over MQTT, where HTTPS is blocked. The statuses and pauses are those of <see cref="ProvisioningSession"/>; only the bytes differ.</summary>
/// <remarks>
/// <code>
/// CONNECT    client id {registrationId}, user {idScope}/registrations/{registrationId}/api-version=V&amp;ClientVersion=…, password SAS or none, clean session
/// SUBSCRIBE  $dps/registrations/res/#
/// PUBLISH    $dps/registrations/PUT/iotdps-register/?$rid=1                                     the body of HTTPS
/// PUBLISH    $dps/registrations/GET/iotdps-get-operationstatus/?$rid=2&amp;operationId={id}      empty
/// answers    $dps/registrations/res/{status}/?$rid=1[&amp;retry-after=3]
/// </code>
/// An answer may come before the PUBACK of its request, or without one. There is no <c>Date</c> here, so a wrong clock cannot be corrected.
/// </remarks>
internal sealed class MqttProvisioningSession : ProvisioningSession
{
    private const int MaxPacketBytes = 24 * 1024;
    private const int MaxQueuedBytes = 256 * 1024;
    private const int KeepAliveSeconds = 60;

    private readonly MqttSessionOptions _mqttOptions;
    private readonly MqttEvent _event = new();
    private readonly TopicSubscription[] _answers = [new TopicSubscription(Utf8.GetBytes(DpsAnswerTopic.Prefix + "#"), 1)];
    private MqttSession _mqtt;
    private int _requestId;
    private long _nowMs;
    private long _utcSeconds;

    /// <param name="options">As for HTTPS; host and port are those of MQTT.</param>
    public MqttProvisioningSession(ProvisioningOptions options)
        : base(options)
    {
        _mqttOptions = new MqttSessionOptions
        {
            ReceiveBufferSize = 1024,
            MaxPacketSize = MaxPacketBytes,
            MaxQueuedBytes = MaxQueuedBytes,
            MaxInflight = 1024,
            ConnackTimeoutMs = options.ResponseTimeoutMs,
            // A server need not acknowledge: the answer is what counts, and has a limit of its own.
            AcknowledgeTimeoutMs = (int)Math.Min(int.MaxValue, (long)options.TimeoutMs + options.ResponseTimeoutMs),
        };
        _mqttOptions.Connect.CleanSession = true;
        _mqttOptions.Connect.KeepAliveSeconds = KeepAliveSeconds;
        _mqttOptions.Connect.ClientId = Utf8.GetBytes(options.RegistrationId);
        _mqttOptions.Connect.UserName = Utf8.GetBytes(
            options.IdScope + "/registrations/" + options.RegistrationId + "/api-version=" + options.ApiVersion + "&ClientVersion=" + Uri.EscapeDataString("IoTC/0.1"));
        _mqtt = new MqttSession(_mqttOptions);
    }

    public override long NextDeadlineMs => IsLive ? Math.Min(base.NextDeadlineMs, _mqtt.NextDeadlineMs) : base.NextDeadlineMs;

    private bool IsLive => _isOpen && _state != State.Ended;

    public override void HandleOpened(long nowMs, long utcSeconds)
    {
        SetTime(nowMs, utcSeconds);
        _isOpen = true;
        _hasAnswered = false;
        Await(nowMs);
        try
        {
            _mqttOptions.Connect.Password = CreatePassword();
        }
        catch (Exception exception)
        {
            FailSigning(exception);
            return;
        }

        // DPS keeps no sessions: each connection begins anew.
        _mqtt = new MqttSession(_mqttOptions);
        _mqtt.HandleOpened(nowMs);
    }

    public override void GetReceiveWindow(out byte[] buffer, out int offset, out int count) => _mqtt.GetReceiveWindow(out buffer, out offset, out count);

    public override void CommitReceived(int count, long nowMs, long utcSeconds)
    {
        SetTime(nowMs, utcSeconds);
        _mqtt.CommitReceived(count, nowMs);
        ReadEvents();
    }

    public override bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        if (IsLive) return _mqtt.TryGetOutput(out buffer, out offset, out count);
        (buffer, offset, count) = (Bytes.Empty, 0, 0);
        return false;
    }

    public override void AdvanceOutput(int count)
    {
        _mqtt.AdvanceOutput(count, _nowMs);
        ReadEvents();
    }

    public override void HandleTransportFailed(int status, string detail, long nowMs, long utcSeconds)
    {
        SetTime(nowMs, utcSeconds);
        if (!_isOpen)
        {
            base.HandleTransportFailed(status, detail, nowMs, utcSeconds);
            return;
        }

        _mqtt.HandleTransportFailed(status, detail, nowMs);
        ReadEvents();
        _isOpen = false;
    }

    public override void HandleTimeout(long nowMs, long utcSeconds)
    {
        SetTime(nowMs, utcSeconds);
        if (IsLive) _mqtt.HandleTimeout(nowMs);
        ReadEvents();
        base.HandleTimeout(nowMs, utcSeconds);
    }

    private protected override void WriteRequest(long nowMs, long utcSeconds)
    {
        Await(nowMs);
        bool isRegister = _operationId.Length == 0;
        _requestId++;
        byte[] topic = Utf8.GetBytes(isRegister
            ? "$dps/registrations/PUT/iotdps-register/?$rid=" + _requestId
            : "$dps/registrations/GET/iotdps-get-operationstatus/?$rid=" + _requestId + "&operationId=" + Uri.EscapeDataString(_operationId));
        byte[] body = isRegister ? _requests.CreateBody() : Bytes.Empty;
        if (_mqtt.TryPublish(topic, 0, topic.Length, body, 0, body.Length, 1, false, 0, out _) == MqttSendStatus.Accepted) return;
        Failure.SetBadResponse(_options, "it acknowledges nothing");
        End(ProvisioningAction.Failed);
    }

    private byte[]? CreatePassword()
    {
        if (_options.Signer == null) return null;
        string resource = _options.IdScope + "/registrations/" + _options.RegistrationId;
        return Utf8.GetBytes(SharedAccessSignature.Create(resource, _utcSeconds + _options.TokenLifetimeSeconds, _options.Signer, SharedAccessSignature.RegistrationPolicy));
    }

    private void SetTime(long nowMs, long utcSeconds) => (_nowMs, _utcSeconds) = (nowMs, utcSeconds);

    private void Await(long nowMs)
    {
        _state = State.Exchanging;
        _responseDeadlineMs = nowMs + _options.ResponseTimeoutMs;
    }

    private void ReadEvents()
    {
        while (IsLive && _mqtt.TryReadEvent(_event))
        {
            switch (_event.Type)
            {
                case MqttEventType.Connected:
                    Await(_nowMs);
                    _mqtt.TrySubscribe(_answers, 1, 0, _nowMs, out _);
                    break;
                case MqttEventType.SubscribeCompleted:
                    HandleSubscribed();
                    break;
                case MqttEventType.MessageReceived:
                    HandleMessage();
                    break;
                case MqttEventType.Disconnected:
                    HandleEnd();
                    break;
            }
        }
    }

    private void HandleSubscribed()
    {
        if (_event.GetSubscribeReturnCode(0) <= 2)
        {
            WriteRequest(_nowMs, _utcSeconds);
            return;
        }

        Failure.SetBadResponse(_options, "it refused the subscription to its answers");
        End(ProvisioningAction.Failed);
    }

    // What answers an older request, or none, is passed over.
    private void HandleMessage()
    {
        if (_state != State.Exchanging || !DpsAnswerTopic.TryParse(_event.GetTopic(), out DpsAnswerTopic answer) || answer.RequestId != _requestId) return;
        _hasAnswered = true;
        HandleAnswer(answer.Status, _event.Buffer, _event.PayloadOffset, _event.PayloadCount, answer.RetryAfterSeconds, 0, _nowMs);
    }

    private void HandleEnd()
    {
        // Between two requests the next one opens a connection again.
        if (_state == State.Pausing)
        {
            Drop();
            return;
        }

        switch (_event.Reason)
        {
            case MqttDisconnectReason.TransportFailed when _hasAnswered:
                _isOpen = false;
                Reopen();
                return;
            case MqttDisconnectReason.TransportFailed:
                Failure.SetTransport(_options, _event.TransportStatus, _event.Detail);
                break;
            case MqttDisconnectReason.Refused when _event.ReturnCode == ConnectReturnCode.ServerUnavailable:
                Drop();
                Failure.SetConnectRefused(_options, _event.ReturnCode);
                PauseAfterRefusedConnect();
                return;
            case MqttDisconnectReason.Refused:
                Failure.SetConnectRefused(_options, _event.ReturnCode);
                break;
            case MqttDisconnectReason.ProtocolViolation:
            case MqttDisconnectReason.PacketTooLarge:
                Failure.SetBadResponse(_options, _event.DescribeEnd());
                break;
            default:
                Failure.SetTimeout(_options, false);
                break;
        }

        End(ProvisioningAction.Failed);
    }

    private void PauseAfterRefusedConnect()
    {
        if (!TryPauseAfterFailure(-1, _nowMs)) End(ProvisioningAction.Failed);
    }
}
