using System;
using IoTC.Buffers;

namespace IoTC.Http;

/// <summary>Writes HTTP/1.1 requests, RFC 9112 §3: <see cref="Begin(string, string, string, int)"/>, any number of headers, an end.</summary>
/// <remarks>
/// What would break out of its line is refused with <see cref="ArgumentException"/>, and the buffer is as it was before the call. What
/// does not fit sets the buffer's <see cref="ByteBuffer.Overflowed"/>.
/// </remarks>
internal sealed partial class HttpRequestWriter
{
    private const int HttpsPort = 443;

    private readonly ByteBuffer _output;

    /// <param name="output">Takes the requests; the caller clears it.</param>
    public HttpRequestWriter(ByteBuffer output)
    {
        _output = output;
    }

    /// <summary>Begins a request: <c>METHOD target HTTP/1.1</c> and <c>Host</c>.</summary>
    /// <param name="method">A token, such as <c>PUT</c>.</param>
    /// <param name="target">Path and query, encoded.</param>
    /// <param name="host">Name or address, without port; an IPv6 address with or without brackets.</param>
    /// <param name="port">1–65535; sent unless it is 443.</param>
    public void Begin(string method, string target, string host, int port)
    {
        int mark = _output.Count;
        AppendMethod(method, mark);
        int start = _output.Count;
        _output.Append(target);
        EndRequestLine(mark, start, host, port);
    }

    /// <summary>Begins a request whose target is given as bytes.</summary>
    public void Begin(string method, byte[] target, string host, int port) => Begin(method, target, 0, target.Length, host, port);

    /// <summary>Begins a request whose target is given as a range.</summary>
    public void Begin(string method, byte[] target, int offset, int count, string host, int port)
    {
        int mark = _output.Count;
        AppendMethod(method, mark);
        int start = _output.Count;
        _output.Append(target, offset, count);
        EndRequestLine(mark, start, host, port);
    }

    /// <summary>Writes a header.</summary>
    public void Header(string name, string value)
    {
        int mark = _output.Count;
        int start = AppendName(name, mark);
        _output.Append(value);
        EndHeader(mark, start);
    }

    /// <summary>Writes a header whose value is given as a range.</summary>
    public void Header(string name, byte[] value, int offset, int count)
    {
        int mark = _output.Count;
        int start = AppendName(name, mark);
        _output.Append(value, offset, count);
        EndHeader(mark, start);
    }

    /// <summary>Ends a request that has no body.</summary>
    public void End() => AppendLineEnd();

    /// <summary>Ends a request with its <c>Content-Length</c> and its body.</summary>
    public void EndWithBody(byte[] body, int offset, int count)
    {
        if (!Bytes.IsRange(body, offset, count)) throw new ArgumentException("Not a range inside the array.", nameof(body));
        _output.Append("Content-Length: ");
        _output.AppendNumber(count);
        AppendLineEnd();
        AppendLineEnd();
        _output.Append(body, offset, count);
    }

    private void AppendMethod(string method, int mark)
    {
        _output.Append(method);
        if (!_output.Overflowed && !HttpSyntax.IsToken(_output.Array, mark, _output.Count - mark)) Refuse(mark, nameof(method));
        _output.Append(' ');
    }

    private void EndRequestLine(int mark, int start, string host, int port)
    {
        if (!_output.Overflowed && !HttpSyntax.IsVisible(_output.Array, start, _output.Count - start)) Refuse(mark, "target");
        _output.Append(" HTTP/1.1\r\nHost: ");
        start = _output.Count;
        AppendHost(host);
        if (!_output.Overflowed && !HttpSyntax.IsVisible(_output.Array, start, _output.Count - start)) Refuse(mark, nameof(host));
        if (port != HttpsPort)
        {
            _output.Append(':');
            _output.AppendNumber(port);
        }

        AppendLineEnd();
    }

    private void AppendHost(string host)
    {
        bool bareIPv6 = host.Contains(":") && !host.StartsWith("[");
        if (!bareIPv6)
        {
            _output.Append(host);
            return;
        }

        // RFC 9110 §7.2, RFC 3986 §3.2.2; a zone is this machine's affair.
        int zone = host.IndexOf('%');
        _output.Append('[');
        _output.Append(zone < 0 ? host : host.Substring(0, zone));
        _output.Append(']');
    }

    private int AppendName(string name, int mark)
    {
        _output.Append(name);
        if (!_output.Overflowed && !HttpSyntax.IsToken(_output.Array, mark, _output.Count - mark)) Refuse(mark, nameof(name));
        _output.Append(": ");
        return _output.Count;
    }

    private void EndHeader(int mark, int start)
    {
        if (!_output.Overflowed && !HttpSyntax.IsFieldValue(_output.Array, start, _output.Count - start)) Refuse(mark, "value");
        AppendLineEnd();
    }

    private void AppendLineEnd()
    {
        _output.Append('\r');
        _output.Append('\n');
    }

    private void Refuse(int mark, string parameter)
    {
        _output.Truncate(mark);
        throw new ArgumentException("Not allowed in an HTTP request.", parameter);
    }
}
