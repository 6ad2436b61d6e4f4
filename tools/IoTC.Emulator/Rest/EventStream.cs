using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Json;
using IoTC.Emulator.Signals;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>
/// <c>GET /events</c>: what happens, as server-sent events whose data is what the other routes answer: <c>device</c>, <c>deleted</c>, <c>telemetry</c>, <c>twin</c>,
/// <c>faults</c>. <c>lost</c> tells a listener that was too slow to read everything anew.
/// </summary>
internal sealed class EventStream(IoTCEmulator emulator, ChangeFeed feed, FaultRoutes faults)
{
    public const string Path = "/events";

    public async Task HandleAsync(HttpContext context)
    {
        using ChangeListener listener = feed.Listen();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            // A comment, so that the answer begins at once: what happens from now on is told.
            await context.Response.WriteAsync(":\n\n", context.RequestAborted);
            await foreach (Change change in listener.ReadAllAsync(context.RequestAborted))
            {
                if (IsOfTheDead(change))
                {
                    continue;
                }

                string lost = listener.TakeLoss() ? "event: lost\ndata: {}\n\n" : "";
                await context.Response.WriteAsync($"{lost}event: {Name(change.Kind)}\ndata: {JsonText.Write(Describe(change))}\n\n", context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The listener has gone.
        }
    }

    // A device that is deleted goes on ending its connection; whoever listens knows it no more.
    private bool IsOfTheDead(Change change) =>
        change.Kind is ChangeKind.Device or ChangeKind.Telemetry or ChangeKind.Twin && emulator.FindDevice(change.Device!.DeviceId) != change.Device;

    private static string Name(ChangeKind kind) => kind switch
    {
        ChangeKind.Device => "device",
        ChangeKind.Deleted => "deleted",
        ChangeKind.Telemetry => "telemetry",
        ChangeKind.Twin => "twin",
        _ => "faults",
    };

    // As it is now, which may be later than what was told.
    private JsonNode Describe(Change change) => change.Kind switch
    {
        ChangeKind.Device => DeviceRoutes.Describe(change.Device!),
        ChangeKind.Deleted => new JsonObject { ["deviceId"] = change.Device!.DeviceId },
        ChangeKind.Telemetry => new JsonObject { ["deviceId"] = change.Device!.DeviceId, ["message"] = DeviceRoutes.Describe(change.Message!) },
        ChangeKind.Twin => TwinRoutes.Describe(change.Device!),
        _ => faults.Describe(),
    };
}
