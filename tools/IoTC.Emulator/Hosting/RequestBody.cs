using System.Buffers;
using System.IO;
using System.IO.Pipelines;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Hosting;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    /// <summary>The body; null when it is larger than <paramref name="most"/> bytes or cannot be read.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int most)
    {
        try
        {
            PipeReader reader = context.Request.BodyReader;
            ReadResult result = await reader.ReadAtLeastAsync(most + 1, context.RequestAborted);
            byte[]? body = result.Buffer.Length > most ? null : result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.End);
            return body;
        }
        catch (IOException)
        {
            return null;   // BadHttpRequestException is one as well
        }
    }
}
