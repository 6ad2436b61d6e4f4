using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>A request as the scripted DPS has read it.</summary>
internal sealed class HttpRequest
{
    public string Method { get; private set; } = "";

    public string Target { get; private set; } = "";

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Body { get; private set; } = "";

    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>Takes the first request off what has come.</summary>
    public static HttpRequest? TryRead(List<byte> received)
    {
        string text = Encoding.Latin1.GetString(received.ToArray());
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return null;
        string[] lines = text[..end].Split("\r\n");
        string[] start = lines[0].Split(' ');
        if (start.Length != 3 || start[2] != "HTTP/1.1") throw new InvalidOperationException("Not a request line: " + lines[0]);
        var request = new HttpRequest { Method = start[0], Target = start[1] };
        for (int i = 1; i < lines.Length; i++)
        {
            int colon = lines[i].IndexOf(':');
            request.Headers.Add(lines[i][..colon], lines[i][(colon + 1)..].Trim());
        }

        int length = request["Content-Length"] is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : 0;
        if (received.Count < end + 4 + length) return null;
        request.Body = Encoding.UTF8.GetString(received.ToArray(), end + 4, length);
        received.RemoveRange(0, end + 4 + length);
        return request;
    }
}
