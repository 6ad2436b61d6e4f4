using System;
using System.Globalization;
using System.Net;
using System.Text;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>A host as DNS, SNI and certificates write it: A-labels without a final dot, or an address.</summary>
internal sealed class HostName
{
    private HostName(string text, IPAddress? address)
    {
        Text = text;
        Address = address;
    }

    /// <summary>The name in ASCII, or the literal.</summary>
    public string Text { get; }

    /// <summary>The address when the host is an IP literal.</summary>
    public IPAddress? Address { get; }

    /// <summary>Reads a host name or IP literal.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static HostName Parse(string host)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new(address.ToString(), address);
        }

        string name = host.EndsWith('.') ? host[..^1] : host;
        name = Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        return Uri.CheckHostName(name) == UriHostNameType.Dns
            ? new(name, null)
            : throw new ArgumentException("The host is neither a host name nor an IP address; give it without scheme, port or path.", nameof(host));
    }
}
