using System;
using System.Globalization;
using System.Net;
using System.Text;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Who the certificate has to be for: a DNS name as A-labels, or the octets of an address.</summary>
/// <remarks>RFC 9525 §6.1.1, §6.3 and §6.4. An IP literal is an address and never a name.</remarks>
internal sealed class ServerName
{
    private readonly byte[] _name;
    private readonly byte[] _address;

    private ServerName(string text, byte[] name, byte[] address)
    {
        Text = text;
        _name = name;
        _address = address;
    }

    /// <summary>The host in ASCII.</summary>
    public string Text { get; }

    /// <summary>Reads a host; <see langword="null"/> when it is neither a host name nor an IP literal.</summary>
    public static ServerName? TryParse(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return new(address.ToString(), [], address.GetAddressBytes());
        }

        string name = host.EndsWith('.') ? host[..^1] : host;
        try
        {
            name = Ascii.IsValid(name) ? name : new IdnMapping().GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }

        byte[] bytes = Encoding.ASCII.GetBytes(name);
        return DnsNames.IsHost(bytes) ? new(name, bytes, []) : null;
    }

    /// <summary>Whether a name of a certificate covers this host.</summary>
    public bool IsCoveredBy(GeneralName name) => name.Kind switch
    {
        GeneralNameKind.Address => _address.Length > 0 && name.Value.Span.SequenceEqual(_address),
        GeneralNameKind.Dns => _name.Length > 0 && Covers(name.Value.Span, _name),
        _ => false,
    };

    /// <summary>Whether a dNSName covers a host name, both as A-labels.</summary>
    internal static bool Covers(ReadOnlySpan<byte> dnsName, ReadOnlySpan<byte> host)
    {
        if (!DnsNames.IsStrict(dnsName))
        {
            return false;
        }

        if (!dnsName.StartsWith("*."u8))
        {
            return Ascii.EqualsIgnoreCase(dnsName, host);
        }

        // RFC 9525 §6.3: the wildcard stands for exactly one label. At least two labels follow it, so that it never spans a top-level domain.
        ReadOnlySpan<byte> suffix = dnsName[1..];
        int firstLabel = host.IndexOf((byte)'.');
        return firstLabel > 0 && suffix[1..].Contains((byte)'.') && Ascii.EqualsIgnoreCase(host[firstLabel..], suffix);
    }
}
