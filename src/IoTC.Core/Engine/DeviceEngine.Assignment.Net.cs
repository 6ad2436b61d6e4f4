using System;
using IoTC.Provisioning;

namespace IoTC.Engine;

/// <content>What DPS has assigned: told to the driver, which may keep it, and taken back from it.</content>
public sealed partial class DeviceEngine
{
    private string _idScope = "";               // where the device is registered, when that is not the options' scope
    private bool _isAssignmentUntold;
    private bool _isRestored;                   // the hub is one of an earlier run, and has not proved right yet
    private int _restoredFailures;

    /// <summary>What DPS assigned last, in this run or an earlier one; <see langword="null"/> before.</summary>
    public DeviceAssignment? Assignment { get; private set; }

    private int ProvisioningMqttPort => _options.ProvisioningMqttPort > 0 ? _options.ProvisioningMqttPort : DefaultHubPort;

    private string IdScope => _idScope.Length > 0 ? _idScope : _options.IdScope;

    /// <summary>Takes the assignment of an earlier run, before the first <see cref="Start"/>: DPS is asked only when the hub proves wrong.</summary>
    /// <param name="assignment">What was told with <see cref="DeviceEventType.Assigned"/>.</param>
    /// <returns><see langword="false"/> when it is for another scope or device, or cannot be one; it is not used then.</returns>
    public bool TryRestore(DeviceAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        if (_phase != Phase.Stopped || HubHost.Length > 0) throw new InvalidOperationException("An assignment is restored before the first start.");
        bool isPossible = assignment.IsFor(_options) && OptionsValidation.IsIdScope(assignment.IdScope)
            && AssignmentRules.IsHost(assignment.HubHost) && AssignmentRules.IsDeviceId(assignment.DeviceId);
        if (!isPossible) return false;
        _isRestored = true;
        _idScope = assignment.IdScope;
        _clockCorrectionMs = assignment.ClockOffsetSeconds * 1000;
        SetHub(assignment.HubHost, assignment.DeviceId);
        ProvisioningResult = assignment.PayloadJson;
        Assignment = assignment;
        return true;
    }

    partial void ChooseProvisioning(ProvisioningOptions provisioning)
    {
        provisioning.IdScope = IdScope;
        if (_options.ProvisioningTransport != ProvisioningTransport.Mqtt) return;
        provisioning.Port = ProvisioningMqttPort;
        provisioning.ApiVersion = _options.ProvisioningMqttApiVersion;
        _provisioning = new MqttProvisioningSession(provisioning);
    }

    partial void ChooseProvisioningPort(DeviceEvent deviceEvent)
    {
        // The date is asked for over HTTPS, whatever registers.
        if (_provisioning is not MqttProvisioningSession) return;
        deviceEvent.Port = ProvisioningMqttPort;
        deviceEvent.Protocol = Transport.TransportProtocol.Mqtt;
    }

    partial void TakeAssignment(RegistrationResult result)
    {
        _isRestored = false;
        _isMoving = false;
        Assignment = new DeviceAssignment
        {
            ConfiguredIdScope = _options.IdScope,
            IdScope = IdScope,
            RegistrationId = _options.DeviceId,
            HubHost = result.AssignedHub,
            DeviceId = DeviceId,
            Substatus = result.Substatus,
            PayloadJson = result.Payload,
            ClockOffsetSeconds = _clockCorrectionMs / 1000,
        };
        _isAssignmentUntold = true;
    }

    partial void TellAssignment(DeviceEvent deviceEvent, ref bool isTold)
    {
        if (!_isAssignmentUntold) return;
        _isAssignmentUntold = false;
        isTold = Tell(deviceEvent, DeviceEventType.Assigned);
    }

    partial void AnswerFailure(IoTCError error, ref string message, long nowMs, ref bool isAnswered)
    {
        if (_isStopping) return;
        isAnswered = TryMoveAfterLoss(nowMs);
        if (isAnswered) return;
        TellFailedMove(ref message);
        isAnswered = TryLeaveRestored(error, nowMs);
    }

    // A hub of an earlier run that refuses the device, is not there, or fails ten times: DPS is asked, within the same connect.
    private bool TryLeaveRestored(IoTCError error, long nowMs)
    {
        if (!_isRestored || _wasReady || _phase != Phase.Hub) return false;
        bool isGone = error is IoTCError.Network or IoTCError.NameNotResolved;
        if (!_isRefused && !isGone && ++_restoredFailures < FailuresBeforeProvisioning) return false;
        _isRestored = false;
        AskClose();
        BeginProvisioning(nowMs);
        return true;
    }
}
