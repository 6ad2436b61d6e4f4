using System;
using System.Text;
using IoTC.Buffers;
using IoTC.Json;

namespace IoTC.Engine;

/// <content>A command from the cloud moves the device to another ID Scope.</content>
public sealed partial class DeviceEngine
{
    private const int MoveDelayMs = 200;
    private const int MoveLimitMs = 5000;

    private string _nextIdScope = "";           // asked for; what is queued is delivered first
    private string _idScopeBefore = "";
    private bool _isMoving;                     // registering in the new scope

    partial void TakeMove(DeviceEvent deviceEvent, ref bool isTaken)
    {
        if (!_options.AllowDeviceMove || Encoding.UTF8.GetString(deviceEvent.Name) != _options.DeviceMoveCommand) return;
        isTaken = true;
        string? idScope = ReadIdScope(deviceEvent);
        byte[] answer = Utf8.GetBytes(idScope == null ? "\"The payload is not an ID Scope: one JSON string of letters and digits.\"" : "");
        if (deviceEvent.RequestIdCount > 0)
        {
            _hub.TryReply(deviceEvent.Buffer, deviceEvent.RequestIdOffset, deviceEvent.RequestIdCount, idScope == null ? 400 : 200, answer, 0, answer.Length);
        }

        if (idScope == null || string.Equals(idScope, IdScope, StringComparison.OrdinalIgnoreCase)) return;
        _nextIdScope = idScope;
        // As a token is renewed: at an idle moment, when the answer and what else is queued have left.
        _renewMs = _nowMs + MoveDelayMs;
        _renewByMs = _nowMs + MoveLimitMs;
    }

    // The connection has been ended for it.
    partial void BeginMove(long nowMs, ref bool isMoving)
    {
        if (_nextIdScope.Length == 0) return;
        isMoving = true;
        EnterNextScope();
        BeginProvisioning(nowMs);
    }

    // The device was stopped before the move was made, or while it was being made.
    partial void ResumeMove(ref bool shouldProvision)
    {
        if (_nextIdScope.Length > 0) EnterNextScope();
        shouldProvision |= _isMoving;
    }

    private void EnterNextScope()
    {
        // The scope before is the last one that has proved good.
        if (!_isMoving) _idScopeBefore = _idScope;
        _isMoving = true;
        _idScope = _nextIdScope;
        _nextIdScope = "";
    }

    private bool TryMoveAfterLoss(long nowMs)
    {
        bool isMoving = false;
        if (_nextIdScope.Length == 0) return false;
        AskClose();
        BeginMove(nowMs, ref isMoving);
        return isMoving;
    }

    // The scope before is still good: the device goes back to its hub after the usual pause.
    private void TellFailedMove(ref string message)
    {
        if (!_isMoving) return;
        _isMoving = false;
        string idScope = _idScope;
        _idScope = _idScopeBefore;
        message = "The move to scope " + idScope + " failed; the device stays in scope " + IdScope + ". " + message;
    }

    // A JSON string; a queued command brings it without quotes.
    private static string? ReadIdScope(DeviceEvent deviceEvent)
    {
        JsonValue value = deviceEvent.Value;
        string text = value.Type == JsonTokenType.String ? value.GetString() : deviceEvent.RequestIdCount == 0 ? deviceEvent.GetPayloadString() : "";
        return OptionsValidation.IsIdScope(text) ? text : null;
    }
}
