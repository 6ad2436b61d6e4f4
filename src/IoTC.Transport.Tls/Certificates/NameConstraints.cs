using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>An authority's name constraints: within what the names below it have to lie, and within what they must not. RFC 5280 §4.2.1.10.</summary>
internal sealed class NameConstraints
{
    private NameConstraints(GeneralName[] permitted, GeneralName[] excluded)
    {
        Permitted = permitted;
        Excluded = excluded;
        Permits = Kinds(permitted);
        Excludes = Kinds(excluded);
    }

    public GeneralName[] Permitted { get; }

    public GeneralName[] Excluded { get; }

    /// <summary>The kinds that are restricted to what is permitted: bit n for the kind n.</summary>
    public int Permits { get; }

    /// <summary>The kinds of which something is excluded.</summary>
    public int Excludes { get; }

    /// <summary>Reads the content of the SEQUENCE.</summary>
    /// <exception cref="DerException">It is malformed; a constraint that cannot be understood cannot be kept.</exception>
    public static NameConstraints Read(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> sequence)
    {
        DerReader reader = new(sequence);
        bool hasPermitted = reader.TryRead(DerTag.ContextConstructed(0), out ReadOnlySpan<byte> permitted);
        bool hasExcluded = reader.TryRead(DerTag.ContextConstructed(1), out ReadOnlySpan<byte> excluded);
        reader.ExpectEnd();
        return hasPermitted || hasExcluded
            ? new(hasPermitted ? ReadSubtrees(whole, permitted) : [], hasExcluded ? ReadSubtrees(whole, excluded) : [])
            : throw new DerException("it is empty");
    }

    private static GeneralName[] ReadSubtrees(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> sequence)
    {
        DerReader reader = new(sequence);
        if (reader.IsAtEnd)
        {
            throw new DerException("its list of subtrees is empty");
        }

        List<GeneralName> subtrees = [];
        while (!reader.IsAtEnd)
        {
            DerReader subtree = reader.ReadSequence();
            ReadOnlySpan<byte> value = subtree.Read(out byte tag);

            // minimum is 0, which DER does not write, and maximum is absent.
            if (!subtree.IsAtEnd)
            {
                throw new DerException("a subtree has a minimum or maximum");
            }

            GeneralName name = GeneralName.Read(whole, tag, value);
            Check(name.Kind, name.Value.Span);
            subtrees.Add(name);
        }

        return [.. subtrees];
    }

    private static void Check(GeneralNameKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case GeneralNameKind.Dns when value.Length > 0 && !DnsNames.IsHost(value):
                throw new DerException("a DNS subtree is malformed: it begins with a dot, holds a wildcard or is no name");
            case GeneralNameKind.Mail when !IsMail(value):
                throw new DerException("a mail subtree is malformed");
            case GeneralNameKind.Uri when !IsHostOrDomain(value):
                throw new DerException("a URI subtree is malformed");
            case GeneralNameKind.Address when !IsRange(value):
                throw new DerException("an IP subtree is malformed: it is no address with a mask of leading ones");
            default:
                return;
        }
    }

    // A mailbox, all mailboxes of a host, or, after a dot, of all hosts in a domain.
    private static bool IsMail(ReadOnlySpan<byte> value)
    {
        int at = value.IndexOf((byte)'@');
        return at < 0 ? value.Length == 0 || IsHostOrDomain(value) : at > 0 && DnsNames.IsHost(value[(at + 1)..]);
    }

    private static bool IsHostOrDomain(ReadOnlySpan<byte> value) => DnsNames.IsHost(value.StartsWith("."u8) ? value[1..] : value);

    private static bool IsRange(ReadOnlySpan<byte> value) => value.Length switch
    {
        8 => IsMask(BinaryPrimitives.ReadUInt32BigEndian(value[4..]), 32),
        32 => IsMask(BinaryPrimitives.ReadUInt128BigEndian(value[16..]), 128),
        _ => false,
    };

    private static bool IsMask(UInt128 mask, int bits)
    {
        UInt128 inverse = ~mask & (UInt128.MaxValue >> (128 - bits));
        return (inverse & (inverse + 1)) == 0;
    }

    private static int Kinds(GeneralName[] subtrees)
    {
        int kinds = 0;
        foreach (GeneralName subtree in subtrees)
        {
            kinds |= 1 << (int)subtree.Kind;
        }

        return kinds;
    }
}
