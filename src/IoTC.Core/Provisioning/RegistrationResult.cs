using IoTC.Buffers;
using IoTC.Json;

namespace IoTC.Provisioning;

/// <summary>What a body of DPS says: a RegistrationOperationStatus, or an error. Unknown members are passed over.</summary>
internal sealed class RegistrationResult
{
    private readonly byte[] _operationId = Utf8.GetBytes("operationId");
    private readonly byte[] _status = Utf8.GetBytes("status");
    private readonly byte[] _registrationState = Utf8.GetBytes("registrationState");
    private readonly byte[] _assignedHub = Utf8.GetBytes("assignedHub");
    private readonly byte[] _deviceId = Utf8.GetBytes("deviceId");
    private readonly byte[] _substatus = Utf8.GetBytes("substatus");
    private readonly byte[] _payload = Utf8.GetBytes("payload");
    private readonly byte[] _errorCode = Utf8.GetBytes("errorCode");
    private readonly byte[] _errorMessage = Utf8.GetBytes("errorMessage");
    private readonly byte[] _message = Utf8.GetBytes("message");
    private readonly byte[] _capitalMessage = Utf8.GetBytes("Message");
    private readonly byte[] _trackingId = Utf8.GetBytes("trackingId");
    private readonly JsonReader _reader = new JsonReader();

    public RegistrationStatus Status { get; private set; }

    public string OperationId { get; private set; } = "";

    public string AssignedHub { get; private set; } = "";

    public string DeviceId { get; private set; } = "";

    public string Substatus { get; private set; } = "";

    /// <summary>JSON that a custom allocation returned, or empty.</summary>
    public string Payload { get; private set; } = "";

    public long ErrorCode { get; private set; }

    public string ErrorMessage { get; private set; } = "";

    public string TrackingId { get; private set; } = "";

    /// <summary>Reads a body.</summary>
    /// <returns><see langword="false"/> when it is not a JSON object.</returns>
    public bool TryRead(byte[] body, int offset, int count)
    {
        Status = RegistrationStatus.Unknown;
        OperationId = "";
        AssignedHub = "";
        DeviceId = "";
        Substatus = "";
        Payload = "";
        ErrorCode = 0;
        ErrorMessage = "";
        TrackingId = "";
        return ReadObject(body, offset, count, 0);
    }

    // depth 0: the body; 1: registrationState, or an error that is JSON text inside the message of another.
    private bool ReadObject(byte[] json, int offset, int count, int depth)
    {
        if (!JsonText.IsObject(json, offset, count)) return false;
        JsonReader reader = depth == 0 ? _reader : new JsonReader();
        reader.Reset(json, offset, count);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadMember(reader, json, depth);
        return true;
    }

    private void ReadMember(JsonReader reader, byte[] json, int depth)
    {
        if (reader.ValueIs(_operationId)) OperationId = ReadString(reader, OperationId);
        else if (reader.ValueIs(_assignedHub)) AssignedHub = ReadString(reader, AssignedHub);
        else if (reader.ValueIs(_deviceId)) DeviceId = ReadString(reader, DeviceId);
        else if (reader.ValueIs(_substatus)) Substatus = ReadString(reader, Substatus);
        else if (reader.ValueIs(_trackingId)) TrackingId = ReadString(reader, TrackingId);
        else if (reader.ValueIs(_status)) ReadStatus(ReadString(reader, ""));
        else if (reader.ValueIs(_errorCode)) ReadErrorCode(reader);
        else if (reader.ValueIs(_errorMessage) || reader.ValueIs(_message) || reader.ValueIs(_capitalMessage)) ReadMessage(ReadString(reader, ""), depth);
        else if (reader.ValueIs(_registrationState) && depth == 0) ReadState(reader, json);
        else if (reader.ValueIs(_payload)) ReadPayload(reader, json);
        else Skip(reader);
    }

    private void ReadState(JsonReader reader, byte[] json)
    {
        reader.Read();
        reader.GetRawValue(out int offset, out int count);
        ReadObject(json, offset, count, 1);
    }

    private void ReadPayload(JsonReader reader, byte[] json)
    {
        reader.Read();
        reader.GetRawValue(out int offset, out int count);
        Payload = Utf8.GetString(json, offset, count);
        if (Payload == "null") Payload = "";
    }

    private void ReadMessage(string message, int depth)
    {
        byte[] text = Utf8.GetBytes(message);
        bool isNested = depth < 2 && text.Length > 0 && text[0] == '{';
        if (!isNested || !ReadObject(text, 0, text.Length, depth + 1)) ErrorMessage = message;
    }

    private void ReadStatus(string status)
    {
        switch (status)
        {
            case "assigning": Status = RegistrationStatus.Assigning; break;
            case "unassigned": Status = RegistrationStatus.Unassigned; break;
            case "assigned": Status = RegistrationStatus.Assigned; break;
            case "failed": Status = RegistrationStatus.Failed; break;
            case "disabled": Status = RegistrationStatus.Disabled; break;
        }
    }

    private void ReadErrorCode(JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long code)) ErrorCode = code;
        else reader.GetRawValue(out _, out _);
    }

    private static string ReadString(JsonReader reader, string otherwise)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.GetRawValue(out _, out _);
        return otherwise;
    }

    private static void Skip(JsonReader reader)
    {
        reader.Read();
        reader.GetRawValue(out _, out _);
    }
}
