using System;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Provisioning;

/// <summary>Writes one DPS answer, right or, when a fault says so, wrong.</summary>
internal sealed class DpsAnswer(HttpContext context, EmulatorClock clock, EmulatorFaults faults)
{
    private const string Json = "application/json; charset=utf-8";
    private const int ChunkBytes = 7;

    private bool _chunked;

    /// <summary>Plays a fault.</summary>
    /// <returns>True when the request has had all the answer it gets.</returns>
    public async Task<bool> ApplyAsync(DpsFault fault)
    {
        _chunked = fault.IsChunked;
        if (fault.Wait > TimeSpan.Zero)
        {
            await Task.Delay(fault.Wait, clock.Provider, context.RequestAborted);
        }

        if (fault.IsClose)
        {
            context.Abort();
        }
        else if (!fault.IsJson)
        {
            await WriteAsync(fault.StatusCode, "text/html", "<html><body>Sign in to continue</body></html>");
        }
        else if (fault.BodyBytes > 0)
        {
            await WriteAsync(fault.StatusCode, Json, new string(' ', fault.BodyBytes));
        }
        else if (fault.StatusCode != 0)
        {
            DpsReply reply = DpsError.ForStatus(fault.StatusCode);
            await WriteAsync(reply with { RetryAfterSeconds = fault.RetryAfter });
        }
        else
        {
            return false;
        }

        return true;
    }

    public Task WriteAsync(DpsReply reply)
    {
        if (reply.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (reply.Error is { } error)
        {
            context.Response.Headers["x-ms-error-code"] = error.Code.ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(reply.Status, Json, reply.Json ?? reply.Error!.ToJson(clock.UtcNow, faults.NestDpsErrors));
    }

    private async Task WriteAsync(int status, string contentType, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (!_chunked)
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body);
            return;
        }

        for (int offset = 0; offset < body.Length; offset += ChunkBytes)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(offset, Math.Min(ChunkBytes, body.Length - offset)));
            await context.Response.Body.FlushAsync();
        }
    }
}
