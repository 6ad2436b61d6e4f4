using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Fuzz.Targets;

/// <summary>The head of an answer to CONNECT or Upgrade, and the bytes of the other protocol after it.</summary>
internal sealed class HttpHeadTarget : FuzzTarget
{
    private const int Status = -1;

    private static readonly string[] Names = ["Upgrade", "Connection", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Proxy-Authenticate"];

    public override string Name => "http-head";

    public override bool IsStream => true;

    public override int Rounds => 6_000;

    // The text twice over, and four strings and a list for a header of four bytes.
    public override long AllocationPerByte => 128;

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"u8, 0x82, 2, 1, 2],
        [.. "HTTP/1.0 200 Connection established\r\n\r\n"u8],
        [.. "HTTP/1.1 407 \r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 3\r\n\r\nno!"u8],
        [.. "HTTP/1.1 502\r\nConnection: keep-alive, close\r\n\r\n"u8],
        [.. "SSH-2.0-OpenSSH_9.9\r\n"u8],
        Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("a:b\r\n", 2500)) + "\r\n"),
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        [.. "\r\n"u8], [.. "\r\n\r\n"u8], [.. "HTTP/1.1 "u8], [.. "Upgrade: "u8], [.. "Connection: "u8], [.. ", Upgrade"u8], [.. "Sec-WebSocket-Protocol: mqtt\r\n"u8],
        [.. "Proxy-Authenticate: Basic\r\n"u8], [.. ": "u8], [.. "\r\n "u8], [.. "\n\n"u8], [.. "\0"u8], [.. "999"u8], [.. "a:\r\n"u8], new byte[2048],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        int offset = 0;
        int left = 0;
        try
        {
            ValueTask<int> Read(Memory<byte> window, CancellationToken cancellationToken)
            {
                if (left == 0 && !input.TryTake(out offset, out left)) return new(0);
                int count = Math.Min(left, window.Length);
                input.Buffer.AsSpan(offset, count).CopyTo(window.Span);
                offset += count;
                left -= count;
                return new(count);
            }

            HttpHead head = HttpHead.ReadAsync(Read, "x", Status, CancellationToken.None).GetAwaiter().GetResult();
            trace.Add(head.StatusCode);
            foreach (string name in Names) TraceHeader(head, name, trace);
            trace.Add(head.Names("Connection", "Upgrade"));

            // How much has come beyond the head depends on the pieces; what follows it, all in all, does not.
            byte[] rest = head.Rest.ToArray();
            foreach (byte one in rest) trace.Add(one);
            do
            {
                for (; left > 0; left--) trace.Add(input.Buffer[offset++]);
            }
            while (input.TryTake(out offset, out left));
        }
        catch (FailureException failure)
        {
            if (failure.Status != Status) throw;
            trace.Add(failure.Message);
        }
    }

    private static void TraceHeader(HttpHead head, string name, Trace trace)
    {
        string? value = head[name];
        if (value?.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0) throw new FuzzFailure("a header is one line", $"the value of {name} is not");
        trace.Add(value ?? "none");
    }
}
