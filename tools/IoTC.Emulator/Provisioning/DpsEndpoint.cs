using System;
using System.Globalization;
using System.Threading.Tasks;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IoTC.Emulator.Provisioning;

/// <summary>DPS over HTTPS: register, poll, look up.</summary>
internal sealed class DpsEndpoint(EmulatorOptions options, EmulatorClock clock, ProvisioningService service, EmulatorFaults faults, ClientChains chains)
{
    private const int MaxBody = 64 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.Date = clock.UtcNow.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        var answer = new DpsAnswer(context, clock, faults);
        if (faults.Dps.TryTake(out DpsFault? fault) && await answer.ApplyAsync(fault))
        {
            return;
        }

        await answer.WriteAsync(await ServeAsync(context));
    }

    private async Task<DpsReply> ServeAsync(HttpContext context)
    {
        if (DpsRequest.TryParse(context.Request.Path) is not { } request)
        {
            return DpsError.UnknownOperation with { Message = "Not found" };
        }

        if (!HttpMethods.Equals(context.Request.Method, MethodOf(request.Action)))
        {
            return DpsError.MethodNotAllowed;
        }

        if (StringValues.IsNullOrEmpty(context.Request.Query["api-version"]))
        {
            return DpsError.MissingApiVersion;
        }

        var evidence = new Evidence(context.Request.Headers.Authorization, context.Connection.ClientCertificate, chains.Of(context.Connection.ClientCertificate));
        if (service.Authorize(request, evidence, out Grant? grant) is { } refusal)
        {
            return refusal;
        }

        return request.Action switch
        {
            DpsAction.Register => await RegisterAsync(context, request, grant!),
            DpsAction.Poll => service.Poll(request.RegistrationId, request.OperationId),
            _ => service.LookUp(request.RegistrationId),
        };
    }

    private async Task<DpsReply> RegisterAsync(HttpContext context, DpsRequest request, Grant grant)
    {
        if (context.Request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return DpsError.UnsupportedMediaType;
        }

        DpsReply reply = service.Register(request.RegistrationId, grant, await RequestBody.ReadAsync(context, MaxBody));
        if (reply.OperationId is { } operationId)
        {
            context.Response.Headers.Location =
                $"https://{context.Request.Host}/{options.IdScope}/registrations/{request.RegistrationId}/operations/{operationId}{context.Request.QueryString}";
        }

        return reply;
    }

    private static string MethodOf(DpsAction action) =>
        action switch { DpsAction.Register => HttpMethods.Put, DpsAction.Poll => HttpMethods.Get, _ => HttpMethods.Post };
}
