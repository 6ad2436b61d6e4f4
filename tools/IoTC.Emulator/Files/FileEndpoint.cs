using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Devices;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IoTC.Emulator.Files;

/// <summary>The hub's part of an upload: <c>POST /devices/{d}/files</c>, and <c>…/files/notifications</c>.</summary>
internal sealed class FileEndpoint(EmulatorOptions options, EmulatorClock clock, DeviceRegistry devices, FileService files, EmulatorFaults faults, ClientChains chains)
{
    private const int MaxBody = 64 * 1024;
    private const int MaxNameLength = 1024;

    /// <summary>Whether a path is this endpoint's.</summary>
    public static bool Serves(PathString path) => TryParse(path, out _, out _);

    public async Task HandleAsync(HttpContext context)
    {
        if (faults.FileRequests.TryTake(out int status))
        {
            await RefuseAsync(context, status, "InternalServerError");
            return;
        }

        _ = TryParse(context.Request.Path, out string deviceId, out bool isNotification);
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await RefuseAsync(context, 405, "MethodNotAllowed");
        }
        else if (StringValues.IsNullOrEmpty(context.Request.Query["api-version"]))
        {
            await RefuseAsync(context, 400, "InvalidProtocolVersion");
        }
        else if (devices.Find(deviceId) is not { } device)
        {
            await RefuseAsync(context, 404, "DeviceNotFound");
        }
        else if (!IsAuthorized(context, device))
        {
            await RefuseAsync(context, 401, "IotHubUnauthorizedAccess");
        }
        else if (Parse(await RequestBody.ReadAsync(context, MaxBody)) is not { } body)
        {
            await RefuseAsync(context, 400, "ArgumentInvalid");
        }
        else if (isNotification)
        {
            await NotifyAsync(context, device, body);
        }
        else
        {
            await BeginAsync(context, device, body);
        }
    }

    private async Task BeginAsync(HttpContext context, EmulatedDevice device, JsonObject body)
    {
        if (Text(body, "blobName") is not { Length: > 0 and <= MaxNameLength } name || name.StartsWith('/') || name.EndsWith('/') || name.EndsWith('.'))
        {
            await RefuseAsync(context, 400, "ArgumentInvalid");
        }
        else if (!options.HasStorage)
        {
            await RefuseAsync(context, 404, "StorageNotConfigured");
        }
        else if (files.Begin(device, name) is not { } upload)
        {
            await RefuseAsync(context, 403, "DeviceMaximumActiveFileUploadLimitExceeded");
        }
        else
        {
            await WriteAsync(context, 200, new JsonObject
            {
                ["correlationId"] = upload.CorrelationId,
                ["hostName"] = $"localhost:{context.Connection.LocalPort}",
                ["containerName"] = FileService.Container,
                ["blobName"] = upload.BlobName,
                ["sasToken"] = files.Access.Create(FileService.Container, upload.BlobName, upload.Expiry),
            });
        }
    }

    private async Task NotifyAsync(HttpContext context, EmulatedDevice device, JsonObject body)
    {
        bool isComplete = body["isSuccess"] is JsonValue value && value.TryGetValue(out bool _) && body["statusCode"] is JsonValue number && number.TryGetValue(out int _);
        if (!isComplete || Text(body, "correlationId") is not { Length: > 0 } correlationId)
        {
            await RefuseAsync(context, 400, "ArgumentInvalid");
            return;
        }

        if (files.End(device, correlationId) is not { } upload)
        {
            await RefuseAsync(context, 400, "InvalidUploadNotification");
            return;
        }

        device.Receive(new FileNotification(upload.BlobName, (bool)body["isSuccess"]!, (int)body["statusCode"]!, Text(body, "statusDescription") ?? ""));
        context.Response.StatusCode = 204;
    }

    private bool IsAuthorized(HttpContext context, EmulatedDevice device)
    {
        string hubName = device.AssignedHub ?? options.AssignedHub;
        var evidence = new Evidence(context.Request.Headers.Authorization, context.Connection.ClientCertificate, chains.Of(context.Connection.ClientCertificate));
        return device.IsEnabled && device.Attestation.Verify(evidence, IsDevice, clock.UtcNow, out _) == AttestationResult.Accepted;

        // sr is {hub}/devices/{deviceId}
        bool IsDevice(string resource)
        {
            int slash = resource.IndexOf('/', StringComparison.Ordinal);
            return slash > 0 && HubName.Matches(hubName, resource[..slash]) && resource[(slash + 1)..] == $"devices/{device.DeviceId}";
        }
    }

    private static bool TryParse(PathString path, out string deviceId, out bool isNotification)
    {
        string[] parts = (path.Value ?? "").Split('/');
        isNotification = parts.Length == 5 && parts[4] == "notifications";
        bool isFiles = (parts.Length == 4 || isNotification) && parts[1] == "devices" && parts[3] == "files";
        deviceId = isFiles ? parts[2] : "";
        return isFiles;
    }

    private static JsonObject? Parse(byte[]? body)
    {
        try
        {
            return body is null ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.Headers["iothub-errorcode"] = code;
        return WriteAsync(context, status, new JsonObject { ["Message"] = $"ErrorCode:{code};", ["ExceptionMessage"] = "" });
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
