using IoTC.Hub;
using IoTC.Provisioning;

namespace IoTC.Engine;

/// <content>What the driver is told.</content>
public sealed partial class DeviceEngine
{
    private bool _isCloseUntold;
    private bool _isOpenUntold;
    private bool _isStatusUntold;
    private IoTCError _error;
    private string _message = "";
    private long _retryDelayMs;
    private long _nowMs;

    /// <summary>Reads the next event.</summary>
    /// <param name="deviceEvent">Filled in; its ranges are views until the next call.</param>
    /// <returns><see langword="false"/> when there is none: send, receive, or wait.</returns>
    public bool TryReadEvent(DeviceEvent deviceEvent)
    {
        deviceEvent.Clear();
        while (true)
        {
            if (TryTellOwn(deviceEvent)) return true;
            if (_phase == Phase.Provisioning)
            {
                ProvisioningAction action = _provisioning!.TakeAction();
                if (action == ProvisioningAction.None) return false;
                HandleProvisioningAction(action, _nowMs);
                continue;
            }

            // Also without a connection: what became of messages is told.
            if (!_hub.TryReadEvent(deviceEvent.Hub)) return _isCloseUntold || _isStatusUntold || _isOpenUntold ? TryTellOwn(deviceEvent) : false;
            if (Map(deviceEvent.Hub, deviceEvent)) return true;
        }
    }

    private bool Map(HubEvent hubEvent, DeviceEvent deviceEvent)
    {
        switch (hubEvent.Type)
        {
            case HubEventType.Accepted:
                _isAccepted = true;
                return false;
            case HubEventType.Ready:
                HandleReady(_nowMs);
                return false;
            case HubEventType.Disconnected:
                if (_phase == Phase.Hub) HandleHubLost(hubEvent.Mqtt, _nowMs);
                return false;
            case HubEventType.SetupFailed:
                _setupFailure = hubEvent.Detail;
                _setupError = hubEvent.Status == 0 ? IoTCError.TimedOut : IoTCError.BadRequest;
                _mqtt.HandleTransportFailed(Transport.TransportStatus.Failed, "", _nowMs);
                return false;
            case HubEventType.PublishCompleted:
                HandleAcknowledged();
                return hubEvent.Token >= 0 && Tell(deviceEvent, DeviceEventType.TelemetryCompleted);
            case HubEventType.PublishDropped:
                return hubEvent.Token >= 0 && Tell(deviceEvent, DeviceEventType.TelemetryDropped);
            case HubEventType.ReportedCompleted:
                return hubEvent.Token >= 0 && Tell(deviceEvent, DeviceEventType.ReportedCompleted);
            case HubEventType.TwinReceived: return Tell(deviceEvent, DeviceEventType.TwinReceived);
            case HubEventType.DesiredProperty: return Tell(deviceEvent, DeviceEventType.DesiredProperty);
            case HubEventType.DesiredCompleted: return Tell(deviceEvent, DeviceEventType.DesiredCompleted);
            case HubEventType.Command:
                bool isTaken = false;
                TakeMove(deviceEvent, ref isTaken);
                if (isTaken) return false;
                if (hubEvent.RequestIdCount > 0) _unanswered++;
                return Tell(deviceEvent, DeviceEventType.Command);
            case HubEventType.CloudMessage: return Tell(deviceEvent, DeviceEventType.CloudMessage);
            default: return false;
        }
    }

    // In the order in which things happen: what is over is closed before anything new is opened.
    private bool TryTellOwn(DeviceEvent deviceEvent)
    {
        if (_isCloseUntold)
        {
            _isCloseUntold = false;
            return Tell(deviceEvent, DeviceEventType.CloseTransport);
        }

        if (_isStatusUntold)
        {
            _isStatusUntold = false;
            deviceEvent.Status = Status;
            deviceEvent.Error = _error;
            deviceEvent.Message = _message;
            deviceEvent.Action = ErrorMapping.Recommend(_error, Status == ConnectionStatus.Waiting && _backoff.Failures < FailuresThatPass);
            deviceEvent.RetryDelayMs = _retryDelayMs;
            return Tell(deviceEvent, DeviceEventType.StatusChanged);
        }

        bool isTold = false;
        TellAssignment(deviceEvent, ref isTold);
        if (isTold) return true;
        if (!_isOpenUntold) return false;
        _isOpenUntold = false;
        _isTransportOpening = true;
        deviceEvent.Host = _phase == Phase.Provisioning ? _options.ProvisioningHost : HubHost;
        deviceEvent.Port = _phase == Phase.Provisioning ? _options.ProvisioningPort : HubPort;
        deviceEvent.Protocol = _phase == Phase.Provisioning ? Transport.TransportProtocol.Http : Transport.TransportProtocol.Mqtt;
        ChooseProvisioningPort(deviceEvent);
        return Tell(deviceEvent, DeviceEventType.OpenTransport);
    }

    // For .NET; nothing on a board.
    partial void TakeMove(DeviceEvent deviceEvent, ref bool isTaken);

    partial void TellAssignment(DeviceEvent deviceEvent, ref bool isTold);

    partial void ChooseProvisioningPort(DeviceEvent deviceEvent);

    private void AskOpen()
    {
        _isOpenUntold = true;
        _openDeadlineMs = _nowMs + _options.OpenTimeoutMs;
    }

    private void AskClose()
    {
        _isOpenUntold = false;
        if (!_isTransportOpen && !_isTransportOpening) return;
        _isTransportOpen = false;
        _isTransportOpening = false;
        _isCloseUntold = true;
    }

    private void TellStatus(ConnectionStatus status, IoTCError error, string message, long retryDelayMs)
    {
        Status = status;
        _error = error;
        _message = message;
        _retryDelayMs = retryDelayMs;
        _isStatusUntold = true;
    }

    private static bool Tell(DeviceEvent deviceEvent, DeviceEventType type)
    {
        deviceEvent.Type = type;
        return true;
    }
}
