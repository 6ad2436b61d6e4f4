using System.Text.Json.Serialization;

namespace IoTC.Core.Tests.Client;

/// <summary>An object as a program would send it.</summary>
internal sealed record Reading(double Temperature, string? Note = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(int[]))]
internal sealed partial class ReadingJson : JsonSerializerContext;
