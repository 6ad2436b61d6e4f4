using System;
using System.Text;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>How a name of a certificate lies to the subtree of a name constraint of the same kind.</summary>
internal static class NameMatch
{
    /// <summary>Whether names of this kind and form can be told to lie in a subtree or not. What cannot is refused where it is constrained.</summary>
    public static bool IsComparable(GeneralName name) => name.Kind switch
    {
        // A wildcard that is not the whole left-most label has no meaning that all agree on.
        GeneralNameKind.Dns => !WithoutWildcard(name.Value.Span).Contains((byte)'*'),
        GeneralNameKind.Mail => DomainOfMail(name.Value.Span).Length > 0,
        GeneralNameKind.Uri => UriHost.Of(name.Value.Span).Length > 0,
        GeneralNameKind.Address or GeneralNameKind.Directory => true,
        _ => false,
    };

    /// <summary>Whether all that the name stands for lies within the subtree.</summary>
    public static bool IsWithin(GeneralName name, GeneralName subtree) => name.Kind switch
    {
        GeneralNameKind.Dns => DnsNames.IsWithin(WithoutWildcard(name.Value.Span), subtree.Value.Span),
        GeneralNameKind.Address => IsInRange(name.Value.Span, subtree.Value.Span),
        GeneralNameKind.Directory => name.Directory!.IsWithin(subtree.Directory!),
        GeneralNameKind.Mail => IsMailWithin(name.Value.Span, subtree.Value.Span),
        GeneralNameKind.Uri => IsHostWithin(UriHost.Of(name.Value.Span), subtree.Value.Span),
        _ => false,
    };

    /// <summary>Whether anything that the name stands for lies within the subtree.</summary>
    /// <remarks>*.example.com stands for bar.example.com too: CVE-2025-61727.</remarks>
    public static bool Touches(GeneralName name, GeneralName subtree)
    {
        if (IsWithin(name, subtree))
        {
            return true;
        }

        if (name.Kind != GeneralNameKind.Dns || !name.Value.Span.StartsWith("*."u8))
        {
            return false;
        }

        ReadOnlySpan<byte> suffix = name.Value.Span[1..];
        ReadOnlySpan<byte> tree = subtree.Value.Span;
        int label = tree.Length - suffix.Length;
        return label > 0 && !tree[..label].Contains((byte)'.') && Ascii.EqualsIgnoreCase(tree[label..], suffix);
    }

    // A wildcard lies in a subtree when all below its parent does; the parent itself may be the subtree's base.
    private static ReadOnlySpan<byte> WithoutWildcard(ReadOnlySpan<byte> name) => name.StartsWith("*."u8) ? name[2..] : name;

    private static bool IsInRange(ReadOnlySpan<byte> address, ReadOnlySpan<byte> range)
    {
        if (range.Length != address.Length * 2)
        {
            return false;
        }

        for (int i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ range[i]) & range[address.Length + i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    // The local part is compared as it is, the host without regard to case: RFC 5280 §7.5.
    private static bool IsMailWithin(ReadOnlySpan<byte> address, ReadOnlySpan<byte> subtree)
    {
        int at = subtree.IndexOf((byte)'@');
        ReadOnlySpan<byte> domain = DomainOfMail(address);
        return at < 0
            ? subtree.Length == 0 || IsHostWithin(domain, subtree)
            : address[..(address.Length - domain.Length)].SequenceEqual(subtree[..(at + 1)]) && Ascii.EqualsIgnoreCase(domain, subtree[(at + 1)..]);
    }

    // A host stands for itself alone; after a dot it is a domain and stands for the hosts in it.
    private static bool IsHostWithin(ReadOnlySpan<byte> host, ReadOnlySpan<byte> subtree) =>
        subtree.StartsWith("."u8)
            ? host.Length > subtree.Length && Ascii.EqualsIgnoreCase(host[^subtree.Length..], subtree)
            : Ascii.EqualsIgnoreCase(host, subtree);

    /// <summary>The host of a mailbox; empty when it is no mailbox.</summary>
    private static ReadOnlySpan<byte> DomainOfMail(ReadOnlySpan<byte> address)
    {
        int at = address.IndexOf((byte)'@');
        return at > 0 && DnsNames.IsHost(address[(at + 1)..]) ? address[(at + 1)..] : default;
    }
}
