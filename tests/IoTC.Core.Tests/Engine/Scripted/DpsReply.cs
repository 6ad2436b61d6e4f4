using System.Text;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>What the scripted DPS answers: bytes, and whether it ends the connection after them.</summary>
internal sealed record DpsReply(byte[] Bytes, int? CloseStatus = null)
{
    public static DpsReply Silence { get; } = new([]);

    public static DpsReply Json(int status, string body, string headers = "", int? closeStatus = null)
        => new(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}"), closeStatus);

    public static DpsReply Raw(string text, int? closeStatus = null) => new(Encoding.UTF8.GetBytes(text), closeStatus);

    public static DpsReply Assigning(string headers = "Retry-After: 3\r\n") => Json(202, """{"operationId":"4.op-1","status":"assigning"}""", headers);

    public static DpsReply Assigned(string hub, string deviceId, string more = "")
        => Json(200, $$$"""{"operationId":"4.op-1","status":"assigned","registrationState":{"registrationId":"dev1","assignedHub":"{{{hub}}}","deviceId":"{{{deviceId}}}","status":"assigned","substatus":"initialAssignment"{{{more}}}}}""");
}
