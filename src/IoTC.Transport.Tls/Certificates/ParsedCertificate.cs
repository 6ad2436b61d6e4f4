using System;
using IoTC.Transport.Tls.Der;
using Org.BouncyCastle.Crypto;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>A certificate, read once: where its parts are, and what its extensions say.</summary>
/// <remarks>
/// Reading has two ends. What cannot be read at all is a <see cref="DerException"/>. What can be read but breaks a rule that every certificate has to keep is a
/// <see cref="Defect"/>, so that a refusal can name the certificate. What depends on a certificate's place in a path is judged in Validation/.
/// </remarks>
internal sealed partial class ParsedCertificate
{
    private readonly ReadOnlyMemory<byte> _subject;
    private readonly ReadOnlyMemory<byte> _issuer;
    private AsymmetricKeyParameter? _verifyingKey;

    private ParsedCertificate(ReadOnlyMemory<byte> der)
    {
        Der = der;
        DerReader outer = new(der.Span);
        DerReader certificate = outer.ReadSequence();
        outer.ExpectEnd();
        ReadOnlySpan<byte> signed = certificate.ReadWhole(DerTag.Sequence);
        ReadOnlySpan<byte> outerAlgorithm = certificate.Read(DerTag.Sequence);
        Signature = Part.Of(der, certificate.ReadOctetAlignedBits());
        certificate.ExpectEnd();
        Signed = Part.Of(der, signed);
        SignatureAlgorithm = SignatureAlgorithm.Read(outerAlgorithm);

        DerReader whole = new(signed);
        DerReader reader = whole.ReadSequence();
        ReadVersion(ref reader);
        SerialNumber = Part.Of(der, reader.ReadInteger());
        if (!reader.Read(DerTag.Sequence).SequenceEqual(outerAlgorithm))
        {
            SetDefect("its two signature algorithms differ");
        }

        _issuer = Part.Of(der, reader.Read(DerTag.Sequence));
        Issuer = DistinguishedName.Read(_issuer.Span);
        DerReader validity = reader.ReadSequence();
        NotBefore = DerTime.Read(ref validity);
        NotAfter = DerTime.Read(ref validity);
        validity.ExpectEnd();
        _subject = Part.Of(der, reader.Read(DerTag.Sequence));
        Subject = DistinguishedName.Read(_subject.Span);
        Key = SubjectPublicKey.Read(Part.Of(der, reader.ReadWhole(DerTag.Sequence)));
        if (Issuer.IsEmpty)
        {
            SetDefect("it does not name its issuer");
        }

        // RFC 5280 §4.1.2.8: unique identifiers; not used, and passed over.
        reader.TryRead(DerTag.Context(1), out _);
        reader.TryRead(DerTag.Context(2), out _);
        if (reader.TryRead(DerTag.ContextConstructed(3), out ReadOnlySpan<byte> extensions))
        {
            ReadExtensions(extensions);
        }

        reader.ExpectEnd();
        CheckTogether();
    }

    /// <summary>The whole certificate.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The part that is signed.</summary>
    public ReadOnlyMemory<byte> Signed { get; }

    public SignatureAlgorithm SignatureAlgorithm { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Two's complement, big-endian.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; }

    public DistinguishedName Issuer { get; }

    public DistinguishedName Subject { get; }

    /// <summary>The content of the subject's SEQUENCE.</summary>
    public ReadOnlyMemory<byte> SubjectContent => _subject;

    /// <summary>The first second in which it is valid, since 1970 UTC.</summary>
    public long NotBefore { get; }

    /// <summary>The last second in which it is valid.</summary>
    public long NotAfter { get; }

    public SubjectPublicKey Key { get; }

    /// <summary>Issuer and subject are one; not said is that it signed itself. RFC 5280 §3.2.</summary>
    public bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>The first rule broken that every certificate has to keep, or <see langword="null"/>.</summary>
    public string? Defect { get; private set; }

    /// <summary>The key for <see cref="SignatureCheck"/>, made when it is first needed.</summary>
    /// <exception cref="DerException">The key makes no sense.</exception>
    public AsymmetricKeyParameter VerifyingKey => _verifyingKey ??= SignatureCheck.MakeKey(Key);

    /// <summary>Reads a certificate.</summary>
    /// <param name="der">Its bytes; kept, not copied.</param>
    /// <exception cref="DerException">It cannot be read.</exception>
    public static ParsedCertificate Read(ReadOnlyMemory<byte> der) => new(der);

    /// <summary>The subject in words.</summary>
    public string SubjectText() => NameText.Of(_subject.Span);

    /// <summary>The issuer in words.</summary>
    public string IssuerText() => NameText.Of(_issuer.Span);

    private void SetDefect(string defect) => Defect ??= defect;

    // RFC 5280 §4.1.2.1: version 3 is the number 2; version 1 is not written. Older ones have no extensions, and without them no rule can be kept.
    private void ReadVersion(ref DerReader reader)
    {
        int version = 0;
        if (reader.TryRead(DerTag.ContextConstructed(0), out ReadOnlySpan<byte> field))
        {
            DerReader inner = new(field);
            version = inner.ReadSmallInteger();
            inner.ExpectEnd();
        }

        if (version != 2)
        {
            SetDefect($"it is of version {(version < 9 ? version + 1 : 9)}; 3 is needed");
        }
    }

    private void CheckTogether()
    {
        if (Key.Defect is { } defect)
        {
            SetDefect(defect);
        }

        // RFC 5280 §4.2.1.9.
        if (!IsAuthority && KeyUsage is { } usage && (usage & KeyUsages.KeyCertSign) != 0)
        {
            SetDefect("its key usage allows signing certificates, and its basic constraints do not");
        }

        // RFC 5280 §4.2.1.6.
        if (Subject.IsEmpty && HasAlternativeNames && !AlternativeNamesAreCritical)
        {
            SetDefect("it has no subject, and its subject alternative name is not critical");
        }
    }
}
