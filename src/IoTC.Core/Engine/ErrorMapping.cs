using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using IoTC.Provisioning;
using IoTC.Transport;

namespace IoTC.Engine;

/// <summary>From the words of each layer to the causes that a program acts on.</summary>
internal static class ErrorMapping
{
    public static IoTCError FromTransport(int status)
    {
        switch (status)
        {
            case TransportStatus.Closed: return IoTCError.ServerClosed;
            case TransportStatus.TimedOut: return IoTCError.TimedOut;
            case TransportStatus.NameNotResolved: return IoTCError.NameNotResolved;
            case TransportStatus.CertificateNotYetValid: return IoTCError.ClockWrong;
            default: return status <= TransportStatus.TlsHandshakeFailed ? IoTCError.Tls : IoTCError.Network;
        }
    }

    public static IoTCError FromProvisioning(ProvisioningFailure failure)
    {
        switch (failure.Kind)
        {
            case ProvisioningFailure.FailureKind.Transport: return FromTransport(failure.TransportStatus);
            case ProvisioningFailure.FailureKind.TimedOut: return IoTCError.TimedOut;
            case ProvisioningFailure.FailureKind.BadResponse: return IoTCError.ProtocolViolation;
            case ProvisioningFailure.FailureKind.Unauthorized: return IoTCError.WrongKey;
            case ProvisioningFailure.FailureKind.NotFound: return IoTCError.UnknownDevice;
            case ProvisioningFailure.FailureKind.Throttled: return IoTCError.Throttled;
            case ProvisioningFailure.FailureKind.Unavailable: return IoTCError.ServiceUnavailable;
            case ProvisioningFailure.FailureKind.Disabled: return IoTCError.Disabled;
            case ProvisioningFailure.FailureKind.Failed: return IoTCError.ProvisioningFailed;
            case ProvisioningFailure.FailureKind.Signer: return IoTCError.SignerFailed;
            default: return IoTCError.BadRequest;
        }
    }

    public static IoTCError FromMqtt(MqttEvent end)
    {
        switch (end.Reason)
        {
            case MqttDisconnectReason.ByClient: return IoTCError.Stopped;
            case MqttDisconnectReason.TransportFailed: return FromTransport(end.TransportStatus);
            case MqttDisconnectReason.ProtocolViolation:
            case MqttDisconnectReason.PacketTooLarge: return IoTCError.ProtocolViolation;
            case MqttDisconnectReason.Refused:
                if (IsRefusedCredential(end)) return IoTCError.WrongKey;
                return end.ReturnCode == ConnectReturnCode.ServerUnavailable ? IoTCError.ServiceUnavailable : IoTCError.BadRequest;
            default: return IoTCError.TimedOut;
        }
    }

    /// <summary>What to look at. What passes by itself as a rule is named only when it does not.</summary>
    public static RecommendedAction Recommend(IoTCError error, bool isPassing)
    {
        switch (error)
        {
            case IoTCError.None:
            case IoTCError.Stopped: return RecommendedAction.None;
            case IoTCError.WrongKey:
            case IoTCError.SignerFailed:
            case IoTCError.UnknownDevice: return RecommendedAction.CheckCredentials;
            case IoTCError.Disabled: return RecommendedAction.CheckDevice;
            case IoTCError.ClockWrong: return RecommendedAction.CheckClock;
            case IoTCError.QuotaSuspected: return RecommendedAction.CheckQuota;
            case IoTCError.DuplicateDeviceSuspected: return RecommendedAction.CheckOtherClients;
            case IoTCError.Tls:
            case IoTCError.ProtocolViolation: return RecommendedAction.CheckServer;
            case IoTCError.BadRequest:
            case IoTCError.ProvisioningFailed: return RecommendedAction.CheckRequest;
        }

        if (isPassing) return RecommendedAction.Retrying;
        return error == IoTCError.Throttled || error == IoTCError.ServiceUnavailable ? RecommendedAction.CheckQuota : RecommendedAction.CheckNetwork;
    }

    /// <summary>CONNACK 4 and 5: wrong key, expired token, disabled or deleted device.</summary>
    public static bool IsRefusedCredential(MqttEvent end)
        => end.Reason == MqttDisconnectReason.Refused && ((int)end.ReturnCode == 4 || (int)end.ReturnCode == 5);
}
