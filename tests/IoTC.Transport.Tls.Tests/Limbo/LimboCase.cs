using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace IoTC.Transport.Tls.Tests.Limbo;

/// <summary>One case of a suite in the form of x509-limbo.</summary>
internal sealed record LimboCase
{
    public required string Id { get; init; }

    public required bool IsExpectedToSucceed { get; init; }

    public required string Kind { get; init; }

    public required string LeafPem { get; init; }

    public required string[] RootPems { get; init; }

    public required string[] IntermediatePems { get; init; }

    public required string[] Features { get; init; }

    /// <summary>The host, or <see langword="null"/> when no name is to be checked.</summary>
    public required string? Host { get; init; }

    public required DateTimeOffset? Time { get; init; }

    public required int? MaxIntermediates { get; init; }

    public required string[] ExtendedKeyUsages { get; init; }

    public required string[] SignatureAlgorithms { get; init; }

    public static List<LimboCase> Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(file);
        List<LimboCase> cases = [];
        foreach (JsonElement element in document.RootElement.GetProperty("testcases").EnumerateArray())
        {
            cases.Add(Read(element));
        }

        return cases;
    }

    private static LimboCase Read(JsonElement element) => new()
    {
        Id = element.GetProperty("id").GetString()!,
        IsExpectedToSucceed = element.GetProperty("expected_result").GetString() == "SUCCESS",
        Kind = element.GetProperty("validation_kind").GetString()!,
        LeafPem = element.GetProperty("peer_certificate").GetString()!,
        RootPems = Strings(element, "trusted_certs"),
        IntermediatePems = Strings(element, "untrusted_intermediates"),
        Features = Strings(element, "features"),
        Host = element.TryGetProperty("expected_peer_name", out JsonElement name) && name.ValueKind == JsonValueKind.Object ? name.GetProperty("value").GetString() : null,
        Time = element.TryGetProperty("validation_time", out JsonElement time) && time.ValueKind == JsonValueKind.String ? time.GetDateTimeOffset() : null,
        MaxIntermediates = element.TryGetProperty("max_chain_depth", out JsonElement depth) && depth.ValueKind == JsonValueKind.Number ? depth.GetInt32() : null,
        ExtendedKeyUsages = Strings(element, "extended_key_usage"),
        SignatureAlgorithms = Strings(element, "signature_algorithms"),
    };

    private static string[] Strings(JsonElement element, string property)
    {
        List<string> values = [];
        if (element.TryGetProperty(property, out JsonElement array))
        {
            foreach (JsonElement value in array.EnumerateArray())
            {
                values.Add(value.GetString()!);
            }
        }

        return [.. values];
    }
}
