using System;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Hosting;
using IoTC.Emulator.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IoTC.Emulator.Provisioning;

/// <summary>DPS over HTTPS: register, poll, look up.</summary>
internal sealed class DpsEndpoint(EmulatorOptions options, EmulatorClock clock, ProvisioningService service, EmulatorFaults faults)
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

        DpsError? error = await ServeAsync(context, answer);
        if (error is not null)
        {
            await answer.ErrorAsync(error);
        }
    }

    private async Task<DpsError?> ServeAsync(HttpContext context, DpsAnswer answer)
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

        var evidence = new Evidence(context.Request.Headers.Authorization, context.Connection.ClientCertificate);
        if (service.Authorize(request, evidence, out Grant? grant) is { } refusal)
        {
            return refusal;
        }

        return request.Action switch
        {
            DpsAction.Register => await RegisterAsync(context, request, grant!, answer),
            DpsAction.Poll => await PollAsync(request, answer),
            _ => await LookUpAsync(request, answer),
        };
    }

    private async Task<DpsError?> RegisterAsync(HttpContext context, DpsRequest request, Grant grant, DpsAnswer answer)
    {
        if (context.Request.ContentType is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return DpsError.UnsupportedMediaType;
        }

        RegistrationBody? body = RegistrationBody.TryParse(await RequestBody.ReadAsync(context, MaxBody));
        if (body is null || (body.RegistrationId is { } id && !string.Equals(id, request.RegistrationId, StringComparison.OrdinalIgnoreCase)))
        {
            return DpsError.BadRequest;
        }

        RegistrationOperation operation = service.Register(request.RegistrationId, grant, body);
        string query = context.Request.QueryString.Value ?? "";
        context.Response.Headers.Location = $"https://{context.Request.Host}/{request.IdScope}/registrations/{request.RegistrationId}/operations/{operation.Id}{query}";
        await AssigningAsync(operation, answer);
        return null;
    }

    private async Task<DpsError?> PollAsync(DpsRequest request, DpsAnswer answer)
    {
        if (service.FindOperation(request.RegistrationId, request.OperationId) is not { } operation)
        {
            return DpsError.UnknownOperation;
        }

        if (operation.Poll())
        {
            JsonNode state = JsonNode.Parse(operation.ResultJson)!;
            var result = new JsonObject { ["operationId"] = operation.Id, ["status"] = state["status"]!.GetValue<string>(), ["registrationState"] = state };
            await answer.JsonAsync(200, result.ToJsonString());
        }
        else
        {
            await AssigningAsync(operation, answer);
        }

        return null;
    }

    private async Task<DpsError?> LookUpAsync(DpsRequest request, DpsAnswer answer)
    {
        if (service.LookUp(request.RegistrationId) is not { } state)
        {
            return DpsError.UnknownRegistration;
        }

        await answer.JsonAsync(200, state);
        return null;
    }

    private Task AssigningAsync(RegistrationOperation operation, DpsAnswer answer) =>
        answer.JsonAsync(202, new JsonObject { ["operationId"] = operation.Id, ["status"] = options.AssigningStatus }.ToJsonString(), options.RetryAfterSeconds);

    private static string MethodOf(DpsAction action) =>
        action switch { DpsAction.Register => HttpMethods.Put, DpsAction.Poll => HttpMethods.Get, _ => HttpMethods.Post };
}
