using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>DPS over HTTPS for one enrolment: two answers a registration, tokens verified, and outages.</summary>
internal sealed class SimDps(SimCloud cloud, SimWorld world) : ISimServer
{
    public const string Host = "dps.example";
    public const string IdScope = "0ne00000001";

    public bool TellsDate { get; init; } = true;

    /// <summary>Until when it is out of order, in the way of <see cref="OutageStatus"/>; 0 is silence.</summary>
    public long OutageUntilMs { get; set; }

    public int OutageStatus { get; set; }

    public void Receive(SimLink link, byte[] bytes)
    {
        var received = (List<byte>)(link.State ??= new List<byte>());
        received.AddRange(bytes);
        while (HttpRequest.TryRead(received) is { } request) Answer(link, request);
    }

    public void HandleClosed(SimLink link) => link.State = null;

    private void Answer(SimLink link, HttpRequest request)
    {
        if (world.NowMs < OutageUntilMs)
        {
            world.Log($"dps: outage {OutageStatus}");
            if (OutageStatus != 0) Send(link, OutageStatus, "{}", OutageStatus == 429 ? "Retry-After: 20\r\n" : "");
            return;
        }

        if (request.Target == "/") Send(link, 404, "{}");
        else if (!IsAuthorized(request)) Send(link, 401, """{"errorCode":401002,"trackingId":"t","message":"Unauthorized"}""");
        else if (cloud.IsDisabled) Send(link, 200, """{"operationId":"4.op","status":"disabled","registrationState":{"status":"disabled","errorCode":403001}}""");
        else if (request.Method == "PUT") Send(link, 202, """{"operationId":"4.op","status":"assigning"}""", "Retry-After: 3\r\n");
        else Send(link, 200, $$$"""{"operationId":"4.op","status":"assigned","registrationState":{"assignedHub":"{{{cloud.Home.Host}}}","deviceId":"{{{SimCloud.DeviceId}}}","status":"assigned"}}""");
    }

    private bool IsAuthorized(HttpRequest request)
    {
        Dictionary<string, string> token = request["Authorization"]!["SharedAccessSignature ".Length..].Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        byte[] signature = HMACSHA256.HashData(Convert.FromBase64String(SimCloud.Key), Encoding.UTF8.GetBytes(token["sr"] + "\n" + token["se"]));
        return Uri.UnescapeDataString(token["sig"]) == Convert.ToBase64String(signature) && long.Parse(token["se"], CultureInfo.InvariantCulture) * 1000 > world.UtcMs;
    }

    private void Send(SimLink link, int status, string body, string headers = "")
    {
        string date = TellsDate ? $"Date: {DateTimeOffset.FromUnixTimeMilliseconds(world.UtcMs):R}\r\n" : "";
        link.SendToDevice(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\n{date}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}"));
        if (world.Chance(0.2)) link.CloseByServer(TransportStatus.Closed);
    }
}
