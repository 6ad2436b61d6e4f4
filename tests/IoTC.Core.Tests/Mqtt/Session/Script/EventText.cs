using System.Text;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>An event in the words of the tests; the token is shown as <c>t7</c> when there is one.</summary>
internal static class EventText
{
    public static string Of(MqttEvent told)
    {
        switch (told.Type)
        {
            case MqttEventType.Connected: return told.SessionPresent ? "Connected sp" : "Connected";
            case MqttEventType.MessageReceived: return Message(told);
            case MqttEventType.SubscribeCompleted: return Request(told) + Codes(told);
            case MqttEventType.Disconnected: return "Disconnected " + End(told);
            default: return Request(told);
        }
    }

    private static string Request(MqttEvent told) => told.Type + " #" + told.PacketId + (told.Token == 0 ? "" : " t" + told.Token);

    private static string Message(MqttEvent told)
    {
        var text = new StringBuilder("Message ").Append(Encoding.UTF8.GetString(told.Topic));
        if (told.PayloadCount > 0) text.Append(' ').Append(Encoding.UTF8.GetString(told.Payload));
        text.Append(" q").Append(told.QoS);
        if (told.PacketId > 0) text.Append(" #").Append(told.PacketId);
        if (told.Dup) text.Append(" dup");
        if (told.Retain) text.Append(" retain");
        return text.ToString();
    }

    private static string Codes(MqttEvent told)
    {
        var text = new StringBuilder();
        for (int i = 0; i < told.PayloadCount; i++) text.Append(' ').Append(told.GetSubscribeReturnCode(i));
        return text.ToString();
    }

    private static string End(MqttEvent told) => told.Reason switch
    {
        MqttDisconnectReason.ProtocolViolation => told.Reason + " " + told.Violation,
        MqttDisconnectReason.Refused => told.Reason + " " + (int)told.ReturnCode,
        MqttDisconnectReason.TransportFailed => told.Reason + " " + told.TransportStatus,
        _ => told.Reason.ToString(),
    };
}
