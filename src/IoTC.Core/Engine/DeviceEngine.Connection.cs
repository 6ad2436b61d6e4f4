using IoTC.Buffers;
using IoTC.Mqtt;
using IoTC.Provisioning;
using IoTC.Security;

namespace IoTC.Engine;

/// <content>The life of a connection: provision, connect, ready, lost, pause, again.</content>
public sealed partial class DeviceEngine
{
    // Azure's guidance: so many failures in a row, or refused credentials, ask DPS again.
    private const int FailuresBeforeProvisioning = 10;

    private bool _wasReady;
    private bool _isStopping;
    private bool _isRenewing;
    private bool _isRefused;
    private bool _hasProvisioned;
    private long _provisionedMs;
    private long _renewMs = long.MaxValue;
    private long _renewByMs;
    private long _stableMs = long.MaxValue;
    private string _setupFailure = "";
    private IoTCError _setupError;

    private bool UsesProvisioning => _options.HubHost.Length == 0;

    private void Begin(long nowMs)
    {
        bool isAssigned = HubHost.Length > 0;
        bool mayProvision = !_hasProvisioned || nowMs - _provisionedMs >= _options.ReprovisionMinIntervalMs;
        bool shouldProvision = !isAssigned || ((_isRefused || _backoff.Failures >= FailuresBeforeProvisioning) && mayProvision);
        ResumeMove(ref shouldProvision);
        if (UsesProvisioning && shouldProvision)
        {
            BeginProvisioning(nowMs);
            return;
        }

        if (!isAssigned) SetHub(_options.HubHost, _options.DeviceId);
        BeginHub("");
    }

    private void BeginProvisioning(long nowMs)
    {
        _phase = Phase.Provisioning;
        _hasProvisioned = true;
        _isRefused = false;
        _provisionedMs = nowMs;
        var provisioning = new ProvisioningOptions
        {
            Host = _options.ProvisioningHost,
            Port = _options.ProvisioningPort,
            IdScope = _options.IdScope,
            RegistrationId = _options.DeviceId,
            ApiVersion = _options.ProvisioningApiVersion,
            ModelId = _options.ModelId,
            Payload = _options.ProvisioningPayload,
            Signer = _signer,
            TokenLifetimeSeconds = _options.TokenLifetimeSeconds,
            TimeoutMs = _options.ProvisioningTimeoutMs,
            ResponseTimeoutMs = _options.ProvisioningResponseTimeoutMs,
            MinDelayMs = _options.ProvisioningMinDelayMs,
        };
        ChooseProvisioning(provisioning);
        _provisioning ??= new ProvisioningSession(provisioning);
        _provisioning.Start(nowMs);
        TellStatus(ConnectionStatus.Provisioning, IoTCError.None, "Registering with DPS at " + _options.ProvisioningHost + ".", 0);
    }

    private void BeginHub(string note)
    {
        _phase = Phase.Hub;
        _setupFailure = "";
        TellStatus(ConnectionStatus.Connecting, IoTCError.None, "Connecting to " + HubHost + "." + note, 0);
        AskOpen();
    }

    // "host:port" is what some services return.
    private void SetHub(string assignedHub, string deviceId)
    {
        int colon = assignedHub.LastIndexOf(':');
        bool hasPort = colon > 0 && assignedHub.IndexOf(':') == colon;
        byte[] port = Utf8.GetBytes(hasPort ? assignedHub.Substring(colon + 1) : "");
        bool isNumber = Ascii.TryParseInt64(port, 0, port.Length, out long number) && number > 0 && number <= 65535;
        HubHost = isNumber ? assignedHub.Substring(0, colon) : assignedHub;
        HubPort = isNumber ? (int)number : _options.HubPort != 0 ? _options.HubPort : DefaultHubPort;
        if (DeviceId == deviceId) return;
        // The topics of another device are refused by the hub for ever: what waits with them is given up, and told.
        if (DeviceId.Length > 0) _mqtt.DropQueued();
        _hub.Configure(deviceId);
        DeviceId = deviceId;
    }

    private void SetHubCredentials(long nowMs)
    {
        var connect = _mqttOptions.Connect;
        string userName = HubHost + "/" + DeviceId + "/?api-version=" + _options.HubApiVersion + "&DeviceClientType=" + EncodePercent("IoTC/0.1");
        if (_options.ModelId.Length > 0) userName += "&model-id=" + EncodePercent(_options.ModelId);
        connect.ClientId = Utf8.GetBytes(DeviceId);
        connect.UserName = Utf8.GetBytes(userName);
        if (_signer == null)
        {
            connect.Password = null;
            _renewMs = long.MaxValue;
            return;
        }

        long lifetime = _options.TokenLifetimeSeconds;
        string token = SharedAccessSignature.Create(HubHost + "/devices/" + DeviceId, UtcSeconds(nowMs) + lifetime, _signer, null);
        connect.Password = Utf8.GetBytes(token);
        _renewMs = nowMs + (lifetime * 750) + _backoff.NextRandom(lifetime * 100);
        _renewByMs = nowMs + (lifetime * 900);
    }

    private static string EncodePercent(string text)
    {
        var encoded = new ByteBuffer(64, 4096);
        PercentEncoding.Encode(text, encoded);
        return encoded.GetString();
    }

    private void HandleProvisioningAction(ProvisioningAction action, long nowMs)
    {
        if (action >= ProvisioningAction.Succeeded && TakeServerTime(nowMs)) return;
        switch (action)
        {
            case ProvisioningAction.Open:
                AskOpen();
                break;
            case ProvisioningAction.Close:
                AskClose();
                break;
            case ProvisioningAction.Succeeded:
                AskClose();
                long offsetMs = _provisioning!.ClockOffsetSeconds * 1000;
                _clockCorrectionMs += offsetMs;
                RegistrationResult result = _provisioning.Result;
                SetHub(result.AssignedHub, result.DeviceId.Length > 0 ? result.DeviceId : _options.DeviceId);
                ProvisioningResult = result.Payload;
                TakeAssignment(result);
                // Another hub, or a device made anew: its twin may have the version by chance that is known of the one before.
                _hub.RefreshTwin(true);
                _provisioning = null;
                BeginHub(offsetMs == 0 ? "" : DescribeClock(offsetMs));
                break;
            case ProvisioningAction.Failed:
                ProvisioningFailure failure = _provisioning!.Failure;
                _provisioning = null;
                Fail(ErrorMapping.FromProvisioning(failure), failure.Message, nowMs);
                break;
        }
    }

    private void HandleReady(long nowMs)
    {
        _wasReady = true;
        _isRefused = false;
        _readyMs = nowMs;
        _stableMs = nowMs + _options.StableAfterMs;
        TellStatus(ConnectionStatus.Connected, IoTCError.None, "Connected to " + HubHost + " as " + DeviceId + ".", 0);
    }

    private void HandleHubLost(MqttEvent end, long nowMs)
    {
        AskClose();
        if (_isStopping)
        {
            End(IoTCError.Stopped, "", nowMs);
            return;
        }

        if (_isRenewing && end.Reason == MqttDisconnectReason.ByClient)
        {
            _isRenewing = false;
            bool isMoving = false;
            BeginMove(nowMs, ref isMoving);
            if (!isMoving) BeginHub("");
            return;
        }

        _isRenewing = false;
        if (_setupFailure.Length > 0)
        {
            FailSetup(nowMs);
            return;
        }

        _isRefused = ErrorMapping.IsRefusedCredential(end);
        if (_isRefused)
        {
            _refusedCode = (int)end.ReturnCode;
            if (!TryCorrectClock(nowMs) && !TryAskDate(nowMs)) FailRefused(nowMs);
            return;
        }

        IoTCError error = Diagnose(end, nowMs);
        Fail(error, DescribeLoss(end) + DescribeSuspicion(error), nowMs);
    }

    private void FailSetup(long nowMs)
    {
        string remedy = _setupError == IoTCError.TimedOut ? "Check whether the hub is throttled, or raise TwinTimeoutMs." : "Check that the host is an IoT Hub.";
        string message = "The connection to " + HubHost + ":" + HubPort.ToString() + " was given up: " + _setupFailure + ". " + remedy;
        _setupFailure = "";
        Fail(_setupError, message, nowMs);
    }

    private string DescribeLoss(MqttEvent end)
    {
        string hub = HubHost + ":" + HubPort.ToString();
        return (end.Reason == MqttDisconnectReason.Refused ? "" : "The connection to ") + hub + (end.Reason == MqttDisconnectReason.Refused ? ": " : " was lost: ") + end.DescribeEnd() + ".";
    }

    private void HandleHubUnreachable(int status, string detail, long nowMs)
    {
        string what = Transport.TransportStatus.Describe(status);
        Fail(ErrorMapping.FromTransport(status), "The hub " + HubHost + ":" + HubPort.ToString() + " cannot be used: " + what + (detail.Length == 0 ? "." : " (" + detail + ")."), nowMs);
    }

    // The first connection is the caller's to repeat; after it the device comes back by itself.
    private void Fail(IoTCError error, string message, long nowMs)
    {
        bool isAnswered = false;
        AnswerFailure(error, ref message, nowMs, ref isAnswered);
        if (isAnswered) return;
        if (!_wasReady || !_options.AutoReconnect || _isStopping)
        {
            End(error, message, nowMs);
            return;
        }

        Wait(error, message, nowMs);
    }

    private void Wait(IoTCError error, string message, long nowMs)
    {
        AskClose();
        long delayMs = _backoff.NextDelayMs();
        _phase = Phase.Waiting;
        _resumeMs = nowMs + delayMs;
        _stableMs = long.MaxValue;
        _renewMs = long.MaxValue;
        TellStatus(ConnectionStatus.Waiting, error, message, delayMs);
    }

    private void End(IoTCError error, string message, long nowMs)
    {
        if (_phase == Phase.Hub) _mqtt.HandleTransportFailed(Transport.TransportStatus.Closed, "", nowMs);
        AskClose();
        _provisioning = null;
        _isAskingDate = false;
        _phase = Phase.Stopped;
        _isRenewing = false;
        _stableMs = long.MaxValue;
        _renewMs = long.MaxValue;
        TellStatus(ConnectionStatus.Disconnected, error, message, 0);
    }

    // For .NET; nothing on a board. DPS over another protocol or in another scope; what is assigned; a move to another scope; a failure that has a better answer than a pause.
    partial void ChooseProvisioning(ProvisioningOptions provisioning);

    partial void TakeAssignment(RegistrationResult result);

    partial void BeginMove(long nowMs, ref bool isMoving);

    partial void ResumeMove(ref bool shouldProvision);

    partial void AnswerFailure(IoTCError error, ref string message, long nowMs, ref bool isAnswered);
}
