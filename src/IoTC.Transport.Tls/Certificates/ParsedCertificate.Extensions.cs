using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <content>The extensions. RFC 5280 §4.2.</content>
internal sealed partial class ParsedCertificate
{
    private const int MaxExtensions = 64;

    /// <summary>Basic constraints: whether there are any.</summary>
    public bool HasBasicConstraints { get; private set; }

    public bool BasicConstraintsAreCritical { get; private set; }

    /// <summary>Basic constraints: whether it may be an issuer.</summary>
    public bool IsAuthority { get; private set; }

    /// <summary>Basic constraints: how many authorities may follow it, or -1 for any number.</summary>
    public int PathLength { get; private set; } = -1;

    public KeyUsages? KeyUsage { get; private set; }

    public bool HasExtendedKeyUsage { get; private set; }

    /// <summary>The extended key usage names serverAuth.</summary>
    public bool NamesServerAuthentication { get; private set; }

    /// <summary>The extended key usage names anyExtendedKeyUsage.</summary>
    public bool NamesAnyUsage { get; private set; }

    public bool HasAlternativeNames { get; private set; }

    public bool AlternativeNamesAreCritical { get; private set; }

    /// <summary>The names of the subject alternative name; empty when there are none.</summary>
    public GeneralName[] AlternativeNames { get; private set; } = [];

    public NameConstraints? NameConstraints { get; private set; }

    /// <summary>The subject key identifier; empty when there is none.</summary>
    public ReadOnlyMemory<byte> SubjectKeyIdentifier { get; private set; }

    /// <summary>The authority key identifier's key identifier; empty when there is none.</summary>
    public ReadOnlyMemory<byte> AuthorityKeyIdentifier { get; private set; }

    /// <summary>The authority key identifier's issuer and serial number, when it has both.</summary>
    public AuthorityCertificate? AuthorityCertificate { get; private set; }

    private void ReadExtensions(ReadOnlySpan<byte> field)
    {
        DerReader outer = new(field);
        DerReader extensions = outer.ReadSequence();
        outer.ExpectEnd();
        List<ReadOnlyMemory<byte>> seen = [];
        while (!extensions.IsAtEnd)
        {
            DerReader extension = extensions.ReadSequence();
            ReadOnlySpan<byte> oid = extension.Read(DerTag.ObjectIdentifier);
            bool isCritical = extension.PeekTag() == DerTag.Boolean && extension.ReadBoolean();
            ReadOnlySpan<byte> value = extension.Read(DerTag.OctetString);
            extension.ExpectEnd();
            if (seen.Count == MaxExtensions)
            {
                throw new DerException($"there are more than {MaxExtensions} extensions");
            }

            foreach (ReadOnlyMemory<byte> other in seen)
            {
                if (other.Span.SequenceEqual(oid))
                {
                    SetDefect($"its extension {Oid.Text(oid)} is there twice");
                }
            }

            seen.Add(Part.Of(Der, oid));
            try
            {
                ReadExtension(oid, isCritical, value);
            }
            catch (DerException e)
            {
                SetDefect($"its extension {Oid.Text(oid)} cannot be read: {e.Message}");
            }
        }
    }

    private void ReadExtension(ReadOnlySpan<byte> oid, bool isCritical, ReadOnlySpan<byte> value)
    {
        DerReader reader = new(value);
        switch (oid)
        {
            case [0x55, 0x1D, 0x0E]:
                SubjectKeyIdentifier = Part.Of(Der, reader.Read(DerTag.OctetString));
                ExpectNotCritical(isCritical, "subject key identifier");
                break;
            case [0x55, 0x1D, 0x0F]:
                KeyUsage = (KeyUsages)reader.ReadNamedBits();
                break;
            case [0x55, 0x1D, 0x11]:
                HasAlternativeNames = true;
                AlternativeNamesAreCritical = isCritical;
                AlternativeNames = GeneralName.ReadAll(Der, reader.Read(DerTag.Sequence));
                break;
            case [0x55, 0x1D, 0x13]:
                BasicConstraintsAreCritical = isCritical;
                ReadBasicConstraints(reader.ReadSequence());
                break;
            case [0x55, 0x1D, 0x1E]:
                NameConstraints = NameConstraints.Read(Der, reader.Read(DerTag.Sequence));
                break;
            case [0x55, 0x1D, 0x23]:
                ReadAuthorityKeyIdentifier(reader.ReadSequence());
                ExpectNotCritical(isCritical, "authority key identifier");
                break;
            case [0x55, 0x1D, 0x24]:
                ReadPolicyConstraints(reader.ReadSequence(), isCritical);
                break;
            case [0x55, 0x1D, 0x25]:
                ReadExtendedKeyUsage(reader.ReadSequence());
                break;
            case [0x55, 0x1D, 0x20] or [0x55, 0x1D, 0x21] or [0x55, 0x1D, 0x36]:
                // Certificate policies, their mappings, and inhibitAnyPolicy: any policy is good here, so none of them can forbid a path as long as
                // policy constraints do not demand an explicit one. RFC 5280 §6.1.
                reader.Read(out _);
                break;
            case [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01]:
                ReadAuthorityInformationAccess(reader.ReadSequence());
                ExpectNotCritical(isCritical, "authority information access");
                break;
            default:
                // RFC 5280 §4.2: what is critical and not understood is refused.
                if (isCritical)
                {
                    SetDefect($"its extension {Oid.Text(oid)} is critical and not supported");
                }

                return;
        }

        reader.ExpectEnd();
    }

    private void ExpectNotCritical(bool isCritical, string name)
    {
        if (isCritical)
        {
            SetDefect($"its {name} is critical, which is forbidden");
        }
    }

    private void ReadBasicConstraints(DerReader reader)
    {
        HasBasicConstraints = true;
        if (reader.PeekTag() == DerTag.Boolean)
        {
            // Some authorities write the default FALSE, which DER forbids; it says the same.
            IsAuthority = reader.ReadBoolean();
        }

        if (reader.PeekTag() == DerTag.Integer)
        {
            PathLength = reader.ReadSmallInteger();
            if (!IsAuthority)
            {
                throw new DerException("a path length is there without an authority");
            }
        }

        reader.ExpectEnd();
    }

    private void ReadExtendedKeyUsage(DerReader reader)
    {
        if (reader.IsAtEnd)
        {
            throw new DerException("it is empty");
        }

        HasExtendedKeyUsage = true;
        while (!reader.IsAtEnd)
        {
            ReadOnlySpan<byte> usage = reader.Read(DerTag.ObjectIdentifier);
            NamesServerAuthentication |= usage.SequenceEqual(Oid.ServerAuthentication);
            NamesAnyUsage |= usage.SequenceEqual(Oid.AnyExtendedKeyUsage);
        }
    }

    // RFC 5280 §4.2.1.1: issuer and serial number are both there or both absent. Without a key identifier a chain of our days cannot be told apart.
    private void ReadAuthorityKeyIdentifier(DerReader reader)
    {
        if (reader.TryRead(DerTag.Context(0), out ReadOnlySpan<byte> key))
        {
            AuthorityKeyIdentifier = Part.Of(Der, key);
        }

        bool hasIssuer = reader.TryRead(DerTag.ContextConstructed(1), out ReadOnlySpan<byte> issuer);
        bool hasSerial = reader.TryRead(DerTag.Context(2), out ReadOnlySpan<byte> serial);
        reader.ExpectEnd();
        if (hasIssuer != hasSerial)
        {
            throw new DerException("of issuer and serial number only one is there");
        }

        if (AuthorityKeyIdentifier.IsEmpty)
        {
            throw new DerException("it holds no key identifier");
        }

        if (hasIssuer)
        {
            AuthorityCertificate = new(GeneralName.ReadAll(Der, issuer), Part.Of(Der, serial));
        }
    }

    // RFC 5280 §4.2.1.11. That an explicit policy is needed cannot be judged without the whole of policy processing, which no device asks for.
    private void ReadPolicyConstraints(DerReader reader, bool isCritical)
    {
        bool explicitPolicy = reader.PeekTag() == DerTag.Context(0);
        if (reader.IsAtEnd)
        {
            throw new DerException("it is empty");
        }

        while (!reader.IsAtEnd)
        {
            reader.Read(out _);
        }

        if (!isCritical)
        {
            SetDefect("its policy constraints are not critical, which is forbidden");
        }
        else if (explicitPolicy)
        {
            SetDefect("its policy constraints ask for an explicit policy, which is not supported");
        }
    }

    // RFC 5280 §4.2.2.1: one AccessDescription or more. Nothing is fetched; it has to be well formed all the same.
    private static void ReadAuthorityInformationAccess(DerReader reader)
    {
        if (reader.IsAtEnd)
        {
            throw new DerException("it is empty");
        }

        while (!reader.IsAtEnd)
        {
            DerReader description = reader.ReadSequence();
            description.Read(DerTag.ObjectIdentifier);
            description.Read(out _);
            description.ExpectEnd();
        }
    }
}
