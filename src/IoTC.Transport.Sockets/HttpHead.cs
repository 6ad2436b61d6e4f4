using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets;

/// <summary>Status line and headers of an HTTP/1.x answer after which the connection is no longer HTTP's: to CONNECT, or to Upgrade.</summary>
/// <remarks>RFC 9112 §4 and §5, lines ending in CRLF only. Nothing the peer wrote is quoted in a failure.</remarks>
internal sealed class HttpHead
{
    private const int MaxBytes = 16 * 1024;

    // Joined only when asked for: to join each header as it is read would copy as many bytes as the square of what the peer sent.
    private readonly Dictionary<string, List<string>> _headers = new(StringComparer.OrdinalIgnoreCase);

    private HttpHead(int statusCode, ReadOnlyMemory<byte> rest)
    {
        StatusCode = statusCode;
        Rest = rest;
    }

    public int StatusCode { get; }

    /// <summary>What came after the head: the first bytes of the other protocol.</summary>
    public ReadOnlyMemory<byte> Rest { get; }

    /// <summary>A header's value; several of one name are joined with commas; <see langword="null"/> when there is none.</summary>
    public string? this[string name] => _headers.TryGetValue(name, out List<string>? values) ? string.Join(", ", values) : null;

    /// <summary>Reads a head.</summary>
    /// <param name="read">Gives at least one byte, or 0 at the end of the stream.</param>
    /// <param name="peer">Who answers, for the failure: <c>the proxy x</c>.</param>
    /// <param name="status">The status of the failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FailureException">The answer is not HTTP, too long, or ended early.</exception>
    public static async Task<HttpHead> ReadAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, string peer, int status, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024];
        int count = 0;
        while (true)
        {
            int received = await read(buffer.AsMemory(count), cancellationToken).ConfigureAwait(false);
            if (received == 0)
            {
                throw new FailureException(status, $"{peer} ended the connection {(count == 0 ? "without an answer" : "in the middle of its answer")}");
            }

            // The end is looked for across the edge of two reads.
            int from = Math.Max(count - 3, 0);
            count += received;
            int end = buffer.AsSpan(from, count - from).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return Parse(buffer.AsSpan(0, from + end), buffer.AsMemory(from + end + 4, count - from - end - 4)) ?? throw NotHttp();
            }

            if (!"HTTP/1."u8.StartsWith(buffer.AsSpan(0, Math.Min(count, 7))))
            {
                throw NotHttp();
            }

            if (count == MaxBytes)
            {
                throw new FailureException(status, $"the answer of {peer} has a header section of more than {MaxBytes} bytes");
            }

            if (count == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        FailureException NotHttp() => new(status, $"the answer of {peer} is not HTTP/1.1");
    }

    /// <summary>Whether a header, a list separated by commas, names a token, in any case.</summary>
    public bool Names(string header, string token)
    {
        foreach (string item in (this[header] ?? "").Split(','))
        {
            if (item.Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static HttpHead? Parse(ReadOnlySpan<byte> head, ReadOnlyMemory<byte> rest)
    {
        string[] lines = Encoding.Latin1.GetString(head).Split("\r\n");

        // HTTP/1.1 200 Connection established
        string first = lines[0];
        bool isStatusLine = first.Length >= 12 && first.StartsWith("HTTP/1.", StringComparison.Ordinal) && first[7] is '0' or '1' && first[8] == ' ' && (first.Length == 12 || first[12] == ' ');
        if (!isStatusLine || !int.TryParse(first.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code) || code is < 100 or > 599)
        {
            return null;
        }

        HttpHead parsed = new(code, rest);
        for (int i = 1; i < lines.Length; i++)
        {
            int colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || lines[i].AsSpan(0, colon).ContainsAny(' ', '\t') || lines[i].AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                return null;
            }

            string name = lines[i][..colon];
            if (!parsed._headers.TryGetValue(name, out List<string>? values))
            {
                parsed._headers.Add(name, values = []);
            }

            values.Add(lines[i][(colon + 1)..].Trim());
        }

        return parsed;
    }
}
