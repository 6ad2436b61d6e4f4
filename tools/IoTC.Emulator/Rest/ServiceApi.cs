using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Hub;
using IoTC.Emulator.Json;
using IoTC.Emulator.Provisioning;
using IoTC.Emulator.Signals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Rest;

/// <summary>
/// The service side over plain HTTP: an operator's tool, on loopback, without keys. Literal segments win over <c>{id}</c>
/// by standing first in the table. Pages in a browser are kept out by their Origin and by the Host they name, but for the dashboard, which is served here.
/// </summary>
internal sealed class ServiceApi
{
    private const int MaxBody = 512 * 1024;

    private readonly RestRoute[] _routes;
    private readonly EventStream _events;

    public ServiceApi(IoTCEmulator emulator, ProvisioningService provisioning, ChangeFeed feed)
    {
        var faults = new FaultRoutes(emulator);
        _events = new EventStream(emulator, feed, faults);
        _routes =
        [
            new("GET", "/health", _ => RestResult.Ok(new JsonObject { ["status"] = "ok", ["idScope"] = emulator.IdScope, ["hubPort"] = emulator.HubPort, ["dpsPort"] = emulator.DpsPort })),
            .. QueryRoutes.Create(emulator),
            .. DeviceRoutes.Create(emulator),
            .. TwinRoutes.Create(emulator),
            .. EnrollmentRoutes.Create(emulator, provisioning),
            .. faults.Create(),
        ];
    }

    public void Map(IApplicationBuilder application) => application.Run(HandleAsync);

    private Task HandleAsync(HttpContext context)
    {
        if (!IsOwn(context.Request))
        {
            return SendAsync(context, RestResult.Error(403, "Forbidden", "Not for other pages."));
        }

        if (DashboardFiles.Find(context.Request.Path) is { } file)
        {
            return DashboardFiles.SendAsync(context, file);
        }

        return context.Request.Path == EventStream.Path && HttpMethods.IsGet(context.Request.Method) ? _events.HandleAsync(context) : ServeAsync(context);
    }

    // A page of another origin names it; a page that a foreign name has led here names that as its host.
    private static bool IsOwn(HttpRequest request)
    {
        bool isOrigin = request.Headers.Origin.Count == 0 || request.Headers.Origin == $"{request.Scheme}://{request.Host.Value}";
        return isOrigin && HubName.Matches("localhost", request.Host.Value ?? "");
    }

    private async Task ServeAsync(HttpContext context) => await SendAsync(context, await AnswerAsync(context));

    private static async Task SendAsync(HttpContext context, RestResult result)
    {
        context.Response.StatusCode = result.Status;
        if (result.Body is { } body)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(JsonText.Write(body));
        }
    }

    private async Task<RestResult> AnswerAsync(HttpContext context)
    {
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

        return await AnswerAsync(route, new RestRequest(route.Match(path)!, context.Request.Query, body, context.RequestAborted));
    }

    private static async Task<RestResult> AnswerAsync(RestRoute route, RestRequest request)
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
