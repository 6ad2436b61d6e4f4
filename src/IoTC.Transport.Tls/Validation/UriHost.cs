using System;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Finds the host of a URI in a certificate.</summary>
/// <remarks>
/// RFC 3986 §3.2. RFC 5280 §4.2.1.10: a URI without an authority, or with an address in place of a host name, cannot satisfy a constraint. System.Uri is too
/// helpful for this: it mends what is malformed.
/// </remarks>
internal static class UriHost
{
    /// <summary>The host name, or nothing when there is none.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> uri)
    {
        int colon = uri.IndexOf((byte)':');
        if (colon <= 0 || !uri[(colon + 1)..].StartsWith("//"u8))
        {
            return default;
        }

        ReadOnlySpan<byte> authority = uri[(colon + 3)..];
        int end = authority.IndexOfAny("/?#"u8);
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf((byte)'@') + 1)..];
        int port = authority.IndexOf((byte)':');
        ReadOnlySpan<byte> host = port < 0 ? authority : authority[..port];
        bool isPort = port < 0 || !authority[(port + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return isPort && DnsNames.IsHost(host) && !IsNumeric(host) ? host : default;
    }

    // The last label of an IPv4 address is a number; of a host name it never is.
    private static bool IsNumeric(ReadOnlySpan<byte> host) => !host[(host.LastIndexOf((byte)'.') + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
