using IoTC.Buffers;

namespace IoTC.Nano.Tests.Scripted;

/// <summary>DPS in memory: "assigning" to the first request, the assignment to the next.</summary>
internal sealed class ScriptedDps
{
    public int RefuseStatus { get; set; }

    public int Requests { get; private set; }

    /// <summary>Answers a whole request, and tells how many bytes it was.</summary>
    public int Handle(ByteBuffer received, ByteBuffer answer)
    {
        string text = Check.Text(received.Array, 0, received.Count);
        int end = text.IndexOf("\r\n\r\n");
        if (end < 0) return 0;
        int length = text.IndexOf("PUT ") == 0 ? received.Count : end + 4;
        if (text.IndexOf("PUT ") == 0 && text.IndexOf("}", end) < 0) return 0;
        Requests++;
        if (RefuseStatus > 0) Reply(answer, RefuseStatus, "{\"errorCode\":401002,\"trackingId\":\"t-1\",\"message\":\"Unauthorized\"}");
        else if (text.IndexOf("PUT ") == 0) Reply(answer, 202, "{\"operationId\":\"op1\",\"status\":\"assigning\"}");
        else Reply(answer, 200, "{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"hub.example\",\"deviceId\":\"dev1\",\"status\":\"assigned\"}}");
        return length;
    }

    private static void Reply(ByteBuffer answer, int status, string body)
    {
        answer.Append("HTTP/1.1 " + status.ToString() + " X\r\nContent-Type: application/json\r\nContent-Length: " + body.Length.ToString() + "\r\n\r\n" + body);
    }
}
