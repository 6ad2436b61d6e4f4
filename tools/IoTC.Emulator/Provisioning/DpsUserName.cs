using System;
using System.Collections.Generic;
using IoTC.Emulator.Hub;

namespace IoTC.Emulator.Provisioning;

/// <summary><c>{idScope}/registrations/{registrationId}/api-version=…[&amp;ClientVersion=…]</c>, the MQTT user name for DPS.</summary>
internal sealed record DpsUserName(string IdScope, string RegistrationId)
{
    /// <summary>Null when the text has another shape or no api-version.</summary>
    public static DpsUserName? TryParse(string? text)
    {
        if ((text ?? "").Split('/', 4) is not [var scope, "registrations", var id, var query])
        {
            return null;
        }

        Dictionary<string, string?> fields = PropertyBag.Parse(query);
        return fields.GetValueOrDefault("api-version") is { Length: > 0 } ? new DpsUserName(scope, Uri.UnescapeDataString(id)) : null;
    }
}
