using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using IoTC.Emulator.Hub;
using MQTTnet.Packets;

namespace IoTC.Emulator.Provisioning;

/// <summary>A device's MQTT connection to DPS: one subscription, two requests.</summary>
internal sealed class RegistrationConnection(string registrationId, Grant grant, ProvisioningService service, HubServer hub, MqttLink link) : ILinkRole
{
    private const string Responses = "$dps/registrations/res/#";
    private const string Register = "$dps/registrations/PUT/iotdps-register/?";
    private const string Poll = "$dps/registrations/GET/iotdps-get-operationstatus/?";

    private int? _qos;

    // DPS keeps no sessions.
    bool ILinkRole.Start(bool cleanSession) => false;

    void ILinkRole.Ready()
    {
    }

    int ILinkRole.Subscribe(string filter, int qos) => filter == Responses ? (_qos = Math.Min(qos, 1)).Value : ILinkRole.Refused;

    void ILinkRole.Unsubscribe(string filter) => _qos = filter == Responses ? null : _qos;

    string? ILinkRole.CheckSubscriptions() => null;

    void ILinkRole.SubscriptionsChanged()
    {
    }

    void ILinkRole.Closed(MqttConnectPacket connect, string? reason, bool disconnected)
    {
    }

    string? ILinkRole.Receive(MqttPublishPacket publish)
    {
        string topic = publish.Topic ?? "";
        bool isRegister = topic.StartsWith(Register, StringComparison.Ordinal);
        if (!isRegister && !topic.StartsWith(Poll, StringComparison.Ordinal))
        {
            return $"topic not allowed: {topic}";
        }

        string query = topic[(isRegister ? Register : Poll).Length..];
        if (Field(query, "$rid") is not { Length: > 0 } requestId)
        {
            return "no $rid";
        }

        if (hub.Faults.Dps.TryTake(out DpsFault? fault))
        {
            if (fault.IsClose)
            {
                return "closed by a fault";
            }

            if (fault.StatusCode != 0)
            {
                Send(DpsError.ForStatus(fault.StatusCode), requestId);
                return null;
            }
        }

        Send(isRegister ? service.Register(registrationId, grant, publish.Payload.ToArray()) : service.Poll(registrationId, Field(query, "operationId") ?? ""), requestId);
        return null;
    }

    private void Send(DpsReply reply, string requestId)
    {
        if (_qos is { } qos)
        {
            string body = reply.Json ?? reply.Error!.ToJson(hub.Clock.UtcNow, hub.Faults.NestDpsErrors);
            string retry = reply.RetryAfterSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"&retry-after={seconds}") : "";
            link.SendRequest(new OutgoingMessage(
                string.Create(CultureInfo.InvariantCulture, $"$dps/registrations/res/{reply.Status}/?$rid={requestId}{retry}"), Encoding.UTF8.GetBytes(body), qos));
        }
    }

    private static string? Field(string query, string name)
    {
        foreach (string field in query.Split('&'))
        {
            if (field.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return field[(name.Length + 1)..];
            }
        }

        return null;
    }
}
