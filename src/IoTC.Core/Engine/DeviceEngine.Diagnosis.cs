using IoTC.Buffers;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;

namespace IoTC.Engine;

/// <content>Why a connection ended, where MQTT 3.1.1 has no word for it: how long it lived, and whether a message was on its way when it did.</content>
public sealed partial class DeviceEngine
{
    // A connection that its server ends so soon after it was ready is a short one; so many in a row that end alike are a pattern.
    private const int ShortLifeMs = 30000;
    private const int ShortLivesOfAPattern = 3;

    // A loss that has passed within so many attempts needs nobody's attention.
    private const int FailuresThatPass = 3;

    private bool _isAccepted;           // this connection: CONNACK has come
    private bool _isSendPending;        // this connection: messages have been sent, and none or not all of them acknowledged
    private bool _hasAcknowledged;      // this connection: the hub has acknowledged one
    private int _unanswered;            // this connection: direct commands told and not yet answered
    private long _readyMs;              // this connection: since when it is ready; long.MaxValue before
    private int _shortLives;            // in a row
    private int _likeEnds;              // of those, the last ones that ended alike
    private bool _wasDroppedAtSend;     // how they ended

    private void BeginDiagnosis()
    {
        _isAccepted = false;
        _isSendPending = false;
        _hasAcknowledged = false;
        _unanswered = 0;
        _readyMs = long.MaxValue;
    }

    // A hub that acknowledges and drops again and again has not proved stable.
    private void HandleAcknowledged()
    {
        _hasAcknowledged = true;
        _isSendPending = _mqtt.InflightCount > 0;
        if (_shortLives < ShortLivesOfAPattern) HandleStable();
    }

    private IoTCError Diagnose(MqttEvent end, long nowMs)
    {
        IoTCError error = ErrorMapping.FromMqtt(end);
        if (_readyMs != long.MaxValue && nowMs - _readyMs >= ShortLifeMs)
        {
            _shortLives = 0;
            _likeEnds = 0;
            return error;
        }

        bool isByServer = _isAccepted && end.Reason == MqttDisconnectReason.TransportFailed && end.TransportStatus != Transport.TransportStatus.TimedOut;
        if (!isByServer) return error;
        _shortLives++;
        bool isDroppedAtSend = _isSendPending && !_hasAcknowledged;
        if (_readyMs == long.MaxValue && !isDroppedAtSend) return error;
        if (isDroppedAtSend != _wasDroppedAtSend) _likeEnds = 0;
        _wasDroppedAtSend = isDroppedAtSend;
        if (++_likeEnds < ShortLivesOfAPattern) return error;
        return isDroppedAtSend ? IoTCError.QuotaSuspected : IoTCError.DuplicateDeviceSuspected;
    }

    private static string DescribeSuspicion(IoTCError error)
    {
        if (error == IoTCError.QuotaSuspected) return " The hub accepts the connection and drops it at the first message, again and again: its daily quota may be used up. Check the hub's quota and throttles.";
        if (error == IoTCError.DuplicateDeviceSuspected) return " Connections end soon after they begin, again and again: another client may be using the same device id. Check for one.";
        return "";
    }

    // 4 is about the credentials. 5 is both; but a key that was accepted before has not become wrong by itself.
    private void FailRefused(long nowMs)
    {
        bool wasAccepted = _wasReady && _refusedCode == 5;
        Fail(
            wasAccepted ? IoTCError.Disabled : IoTCError.WrongKey,
            DescribeRefusal() + (wasAccepted
                ? " It was accepted before: the device has been disabled or deleted, or its key replaced. Check the device in the portal."
                : " The " + (_signer == null ? "certificate" : "key") + " does not match the device, or the device is disabled or deleted. Check the key and the device in the portal."),
            nowMs);
    }

    private string DescribeRefusal()
        => HubHost + ":" + HubPort.ToString() + " refused " + DeviceId + " (" + MqttEvent.DescribeReturnCode((ConnectReturnCode)_refusedCode) + ").";
}
