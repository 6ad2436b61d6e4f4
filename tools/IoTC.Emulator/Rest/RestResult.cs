using System.Text.Json.Nodes;

namespace IoTC.Emulator.Rest;

/// <summary>The answer to a service request.</summary>
internal readonly record struct RestResult(int Status, JsonNode? Body = null)
{
    public static RestResult Ok(JsonNode body) => new(200, body);

    public static RestResult Done => new(204);

    /// <summary>An error in the service's words: <c>{"Message":"ErrorCode:…;…"}</c>.</summary>
    public static RestResult Error(int status, string code, string message) =>
        new(status, new JsonObject { ["Message"] = $"ErrorCode:{code};{message}" });
}
