using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>A service request, matched and parsed.</summary>
/// <param name="Values">What the route's <c>{names}</c> matched, percent-decoded.</param>
/// <param name="Query">The query string.</param>
/// <param name="Body">The JSON object sent; empty when there was no body.</param>
/// <param name="Aborted">The caller went away.</param>
internal sealed record RestRequest(IReadOnlyDictionary<string, string> Values, IQueryCollection Query, JsonObject Body, CancellationToken Aborted)
{
    public string Id => Values["id"];

    /// <summary>A string of the body at a path; null when it is not there or no string.</summary>
    public string? Text(params string[] path)
    {
        JsonNode? node = Body;
        foreach (string name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }

    /// <summary>A whole number of the body; null when it is not there or no number.</summary>
    public int? Number(string name) => Body[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
