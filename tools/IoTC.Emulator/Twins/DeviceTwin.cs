using System;
using System.Text.Json.Nodes;
using System.Threading;
using IoTC.Emulator.Json;
using IoTC.Emulator.State;

namespace IoTC.Emulator.Twins;

/// <summary>Desired and reported properties of one device, each with its version. Thread-safe.</summary>
/// <param name="log">Told of each change; null when nothing is kept.</param>
/// <param name="saved">What it goes on from; null for a new twin.</param>
internal sealed class DeviceTwin(DeviceLog? log, SavedTwin? saved)
{
    private const string VersionName = "$version";

    private readonly Lock _gate = new();
    private readonly JsonObject _desired = Parse(saved?.Desired);
    private readonly JsonObject _reported = Parse(saved?.Reported);
    private long _desiredVersion = saved?.DesiredVersion ?? 1;
    private long _reportedVersion = saved?.ReportedVersion ?? 1;

    /// <summary>What a twin GET answers.</summary>
    public byte[] ToDocument()
    {
        lock (_gate)
        {
            var document = new JsonObject { ["desired"] = Desired(), ["reported"] = Reported() };
            return JsonText.WriteBytes(document);
        }
    }

    public string DesiredJson()
    {
        lock (_gate)
        {
            return JsonText.Write(Desired());
        }
    }

    public string ReportedJson()
    {
        lock (_gate)
        {
            return JsonText.Write(Reported());
        }
    }

    /// <summary>Merges the service's patch.</summary>
    /// <param name="patch">The change; must obey <see cref="TwinRules"/>.</param>
    /// <param name="pushed">What connected devices are sent: the patch with the new version.</param>
    /// <exception cref="ArgumentException">The names or the size are refused.</exception>
    public long UpdateDesired(JsonObject patch, out byte[] pushed)
    {
        patch.Remove(VersionName);
        patch.Remove("$metadata");
        lock (_gate)
        {
            JsonObject merged = (JsonObject)_desired.DeepClone();
            MergePatch.Apply(merged, patch);
            if (!TwinRules.Accepts(patch) || JsonText.WriteBytes(merged).Length > TwinRules.MaxBytes)
            {
                throw new ArgumentException("Desired properties: at most 32 KB, ten levels, and no '.', '$', space or control character in a name.", nameof(patch));
            }

            MergePatch.Apply(_desired, patch);
            patch[VersionName] = ++_desiredVersion;
            pushed = JsonText.WriteBytes(patch);
            log?.Desired(JsonText.Write(_desired), _desiredVersion);
            return _desiredVersion;
        }
    }

    /// <summary>Merges a device's patch, as sent.</summary>
    public TwinResult UpdateReported(ReadOnlySpan<byte> json)
    {
        if (json.Length > TwinRules.MaxBytes)
        {
            return new TwinResult(413, 0);
        }

        if (JsonText.TryParseObject(json) is not { } patch || !TwinRules.Accepts(patch))
        {
            return new TwinResult(400, 0);
        }

        lock (_gate)
        {
            JsonObject merged = (JsonObject)_reported.DeepClone();
            MergePatch.Apply(merged, patch);
            if (JsonText.WriteBytes(merged).Length > TwinRules.MaxBytes)
            {
                return new TwinResult(413, 0);
            }

            MergePatch.Apply(_reported, patch);
            _reportedVersion++;
            log?.Reported(JsonText.Write(_reported), _reportedVersion);
            return new TwinResult(204, _reportedVersion);
        }
    }

    private static JsonObject Parse(string? json) => json is null ? [] : JsonNode.Parse(json)!.AsObject();

    private JsonObject Desired() => WithVersion(_desired, _desiredVersion);

    private JsonObject Reported() => WithVersion(_reported, _reportedVersion);

    private static JsonObject WithVersion(JsonObject properties, long version)
    {
        var copy = (JsonObject)properties.DeepClone();
        copy[VersionName] = version;
        return copy;
    }
}
