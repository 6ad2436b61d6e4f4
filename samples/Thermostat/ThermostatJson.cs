using System.Text.Json;
using System.Text.Json.Serialization;
using IoTC.Samples.Machine;

namespace IoTC.Samples;

/// <summary>Writes the device's JSON; made at compile time, so that it works in a NativeAOT program too.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(MaxMinReport))]
internal sealed partial class ThermostatJson : JsonSerializerContext;
