using System;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Provisioning;

/// <summary><c>/{idScope}/registrations/{registrationId}[/register|/operations/{operationId}]</c>, taken apart.</summary>
internal sealed record DpsRequest(string IdScope, string RegistrationId, DpsAction Action, string OperationId)
{
    /// <summary>Null for a path that DPS does not know.</summary>
    public static DpsRequest? TryParse(PathString path)
    {
        // ASP.NET Core has decoded the path but for %2F.
        string[] parts = (path.Value ?? "").Split('/').Skip(1).Select(part => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)).ToArray();
        return parts switch
        {
            [var scope, "registrations", var id] => new DpsRequest(scope, id, DpsAction.LookUp, ""),
            [var scope, "registrations", var id, "register"] => new DpsRequest(scope, id, DpsAction.Register, ""),
            [var scope, "registrations", var id, "operations", var operation] => new DpsRequest(scope, id, DpsAction.Poll, operation),
            _ => null,
        };
    }

    /// <summary>Whether the decoded <c>sr</c> of a token names this registration.</summary>
    public bool IsResource(string resource) =>
        string.Equals(resource, $"{IdScope}/registrations/{RegistrationId}", StringComparison.OrdinalIgnoreCase);
}
