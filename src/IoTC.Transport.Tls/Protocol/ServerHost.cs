using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>The server that is meant, as SNI and certificates write it: A-labels without a final dot, or an address.</summary>
internal sealed class ServerHost
{
    private ServerHost(string text, bool isAddress)
    {
        Text = text;
        IsAddress = isAddress;
    }

    /// <summary>The name in ASCII, or the literal.</summary>
    public string Text { get; }

    /// <summary>An IP literal; it is never sent as SNI (RFC 6066 §3).</summary>
    public bool IsAddress { get; }

    /// <summary>Reads a host name or IP literal.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static ServerHost Parse(string host)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new(address.ToString(), true);
        }

        string name = host.EndsWith('.') ? host[..^1] : host;
        name = Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        return Uri.CheckHostName(name) == UriHostNameType.Dns
            ? new(name, false)
            : throw new ArgumentException("The host is neither a host name nor an IP address; give it without scheme, port or path.", nameof(host));
    }
}
