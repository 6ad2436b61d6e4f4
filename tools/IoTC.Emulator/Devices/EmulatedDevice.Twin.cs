using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Json;
using IoTC.Emulator.Signals;
using IoTC.Emulator.Twins;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private readonly Lock _desiredOrder = new();

    internal DeviceTwin Twin { get; }

    /// <summary>Desired properties, with <c>$version</c>.</summary>
    public string GetDesiredJson() => Twin.DesiredJson();

    /// <summary>Reported properties, with <c>$version</c>.</summary>
    public string GetReportedJson() => Twin.ReportedJson();

    /// <summary>Merges a patch into the desired properties and pushes it to the device if it is connected and subscribed.</summary>
    /// <param name="patchJson">A JSON object; null deletes a property.</param>
    /// <returns>The new <c>$version</c>, once the push is on its way (not: acknowledged).</returns>
    /// <exception cref="ArgumentException">Not a JSON object, or one the hub refuses.</exception>
    public Task<long> SetDesiredAsync(string patchJson)
    {
        JsonObject patch = JsonText.TryParseObject(Encoding.UTF8.GetBytes(patchJson))
            ?? throw new ArgumentException("A patch is a JSON object.", nameof(patchJson));
        patch = _options.WrapDesiredValues ? WrappedValues.Wrap(patch) : patch;
        lock (_desiredOrder)
        {
            long version = Twin.UpdateDesired(patch, out byte[] pushed);
            Connection?.PushDesired(version, pushed);
            _registry.Feed.Tell(ChangeKind.Twin, this);
            return Task.FromResult(version);
        }
    }

    /// <summary>Completes once <paramref name="condition"/> holds for the reported properties, now or after a later patch.</summary>
    /// <param name="condition">Sees the whole reported object, with <c>$version</c>.</param>
    /// <param name="timeout">10 s when null.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <returns>The reported properties that satisfied it.</returns>
    /// <exception cref="TimeoutException">It never held.</exception>
    public async Task<JsonElement> WaitForReportedAsync(Func<JsonElement, bool> condition, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        JsonElement reported = default;
        await _changed.WaitUntilAsync(
            () => condition(reported = JsonElement.Parse(GetReportedJson())),
            timeout ?? DefaultTimeout,
            () => $"Device '{DeviceId}' has not reported what was waited for, but {GetReportedJson()}.",
            cancellationToken);
        return reported;
    }

    internal TwinResult UpdateReported(ReadOnlySpan<byte> patch)
    {
        TwinResult result = Twin.UpdateReported(patch);
        _changed.Pulse();
        _registry.Feed.Tell(ChangeKind.Twin, this);
        return result;
    }
}
