using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>One name of a subject alternative name.</summary>
/// <param name="Kind">Which of the nine kinds.</param>
/// <param name="Value">Its content: ASCII of a name, the octets of an address, DER of the others.</param>
/// <param name="Directory">The name when it is a directory name.</param>
internal readonly record struct GeneralName(GeneralNameKind Kind, ReadOnlyMemory<byte> Value, DistinguishedName? Directory)
{
    /// <summary>Reads GeneralNames: the content of their SEQUENCE.</summary>
    /// <exception cref="DerException">One is malformed, or there is none.</exception>
    public static GeneralName[] ReadAll(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> sequence)
    {
        DerReader reader = new(sequence);
        if (reader.IsAtEnd)
        {
            throw new DerException("it is empty");
        }

        List<GeneralName> names = [];
        while (!reader.IsAtEnd)
        {
            ReadOnlySpan<byte> value = reader.Read(out byte tag);
            GeneralName name = Read(whole, tag, value);
            Check(name);
            names.Add(name);
        }

        return [.. names];
    }

    /// <summary>Reads one, as a name or as the base of a subtree; only its outer form is checked.</summary>
    public static GeneralName Read(ReadOnlyMemory<byte> whole, byte tag, ReadOnlySpan<byte> value)
    {
        // otherName, x400Address, directoryName and ediPartyName are constructed, the others are not.
        GeneralNameKind kind = (GeneralNameKind)(tag & 0x1F);
        bool isConstructed = kind is GeneralNameKind.Other or GeneralNameKind.X400 or GeneralNameKind.Directory or GeneralNameKind.Edi;
        if (kind > GeneralNameKind.Registered || tag != (isConstructed ? DerTag.ContextConstructed((int)kind) : DerTag.Context((int)kind)))
        {
            throw new DerException($"a name is of the unknown type {tag:X2}");
        }

        if (kind is GeneralNameKind.Mail or GeneralNameKind.Dns or GeneralNameKind.Uri && value.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            // A NUL among them once let "bank.example\0.attacker.example" pass.
            throw new DerException("a name holds characters that are not printable ASCII");
        }

        if (kind != GeneralNameKind.Directory)
        {
            return new(kind, Part.Of(whole, value), null);
        }

        DerReader outer = new(value);
        ReadOnlySpan<byte> name = outer.Read(DerTag.Sequence);
        outer.ExpectEnd();
        return new(kind, Part.Of(whole, name), DistinguishedName.Read(name));
    }

    /// <summary>In words, for a sentence.</summary>
    public override string ToString() => Kind switch
    {
        GeneralNameKind.Address when Value.Length is 4 or 16 => new IPAddress(Value.Span).ToString(),
        GeneralNameKind.Mail or GeneralNameKind.Dns or GeneralNameKind.Uri => NameText.OneLine(Encoding.ASCII.GetString(Value.Span)),
        GeneralNameKind.Directory => NameText.Of(Value.Span),
        _ => $"a name of the kind {Kind}",
    };

    private static void Check(GeneralName name)
    {
        switch (name.Kind)
        {
            case GeneralNameKind.Dns when !DnsNames.IsPresentable(name.Value.Span):
                throw new DerException("a DNS name is malformed");
            case GeneralNameKind.Address when name.Value.Length is not (4 or 16):
                throw new DerException("an IP address has neither 4 nor 16 octets");
            default:
                return;
        }
    }
}
