using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Json;
using IoTC.Emulator.Provisioning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>
/// The service side over plain HTTP: an operator's tool, on loopback, without keys. Literal segments win over <c>{id}</c>
/// by standing first in the table. Pages in a browser are kept out by their Origin and by the Host they name.
/// </summary>
internal sealed class ServiceApi(IoTCEmulator emulator, ProvisioningService provisioning)
{
    private const int MaxBody = 512 * 1024;

    private readonly RestRoute[] _routes =
    [
        new("GET", "/health", _ => RestResult.Ok(new JsonObject { ["status"] = "ok", ["idScope"] = emulator.IdScope, ["hubPort"] = emulator.HubPort, ["dpsPort"] = emulator.DpsPort })),
        .. QueryRoutes.Create(emulator),
        .. DeviceRoutes.Create(emulator),
        .. TwinRoutes.Create(emulator),
        .. EnrollmentRoutes.Create(emulator, provisioning),
        .. FaultRoutes.Create(emulator),
    ];

    public void Map(IApplicationBuilder application) => application.Run(HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        RestResult result = await AnswerAsync(context);
        context.Response.StatusCode = result.Status;
        if (result.Body is { } body)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(JsonText.Write(body));
        }
    }

    private async Task<RestResult> AnswerAsync(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count > 0 || !HubName.Matches("localhost", context.Request.Host.Value ?? ""))
        {
            return RestResult.Error(403, "Forbidden", "Not for browsers.");
        }

        string[] path = (context.Request.Path.Value ?? "").TrimEnd('/').Split('/');
        List<RestRoute> matching = _routes.Where(route => route.Match(path) is not null).ToList();
        if (matching.Count == 0)
        {
            return RestResult.Error(404, "NotFound", "No such path.");
        }

        if (matching.Find(route => HttpMethods.Equals(route.Method, context.Request.Method)) is not { } route)
        {
            return RestResult.Error(405, "MethodNotAllowed", "No such method here.");
        }

        byte[]? bytes = await RequestBody.ReadAsync(context, MaxBody);
        JsonObject? body = bytes is [] ? [] : JsonText.TryParseObject(bytes);
        if (body is null)
        {
            return RestResult.Error(400, "ArgumentInvalid", "The body is no JSON object.");
        }

        return await ServeAsync(route, new RestRequest(route.Match(path)!, context.Request.Query, body, context.RequestAborted));
    }

    private static async Task<RestResult> ServeAsync(RestRoute route, RestRequest request)
    {
        try
        {
            return await route.Handler(request);
        }
        catch (KeyNotFoundException error)
        {
            return RestResult.Error(404, "DeviceNotFound", error.Message);
        }
        catch (ArgumentException error)
        {
            return RestResult.Error(400, "ArgumentInvalid", error.Message);
        }
        catch (InvalidOperationException error)
        {
            return RestResult.Error(403, "DeviceMaximumQueueDepthExceeded", error.Message);
        }
    }
}
