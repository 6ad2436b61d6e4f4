using System;
using System.Collections.Generic;

namespace IoTC.Emulator.Hub;

/// <summary><c>{hub}/{deviceId}/?api-version=…[&amp;DeviceClientType=…][&amp;model-id=…]</c>, the user name of a CONNECT.</summary>
internal sealed record HubUserName(string HostName, string DeviceId, string ApiVersion, string? ModelId)
{
    /// <summary>Null when the text has another shape or no api-version.</summary>
    public static HubUserName? TryParse(string? text)
    {
        string[] parts = (text ?? "").Split('/', 3);
        if (parts.Length != 3 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            return null;
        }

        Dictionary<string, string?> query = PropertyBag.Parse(parts[2]);
        return query.GetValueOrDefault("api-version") is { Length: > 0 } apiVersion
            ? new HubUserName(parts[0], parts[1], apiVersion, query.GetValueOrDefault("model-id"))
            : null;
    }
}
