using System;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>An AlgorithmIdentifier of a signature, understood or refused with a reason.</summary>
/// <param name="Kind">The scheme; means nothing when there is a defect.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="SaltLength">Of PSS, in bytes.</param>
/// <param name="Defect">Why such a signature is not accepted, or <see langword="null"/>.</param>
internal readonly record struct SignatureAlgorithm(SignatureKind Kind, HashKind Hash, int SaltLength, string? Defect)
{
    /// <summary>Reads the content of the AlgorithmIdentifier's SEQUENCE.</summary>
    /// <exception cref="DerException">It is malformed.</exception>
    public static SignatureAlgorithm Read(ReadOnlySpan<byte> sequence)
    {
        DerReader reader = new(sequence);
        ReadOnlySpan<byte> oid = reader.Read(DerTag.ObjectIdentifier);
        return oid switch
        {
            _ when oid.SequenceEqual(Oid.Sha256WithRsa) => Rsa(ref reader, HashKind.Sha256),
            _ when oid.SequenceEqual(Oid.Sha384WithRsa) => Rsa(ref reader, HashKind.Sha384),
            _ when oid.SequenceEqual(Oid.Sha512WithRsa) => Rsa(ref reader, HashKind.Sha512),
            _ when oid.SequenceEqual(Oid.EcdsaWithSha256) => Bare(ref reader, SignatureKind.Ecdsa, HashKind.Sha256),
            _ when oid.SequenceEqual(Oid.EcdsaWithSha384) => Bare(ref reader, SignatureKind.Ecdsa, HashKind.Sha384),
            _ when oid.SequenceEqual(Oid.EcdsaWithSha512) => Bare(ref reader, SignatureKind.Ecdsa, HashKind.Sha512),
            _ when oid.SequenceEqual(Oid.Ed25519) => Bare(ref reader, SignatureKind.Ed25519, HashKind.None),
            _ when oid.SequenceEqual(Oid.RsaPss) => Pss(ref reader),
            _ when oid.SequenceEqual(Oid.Sha1WithRsa) || oid.SequenceEqual(Oid.EcdsaWithSha1) => Refused("it is signed with SHA-1, which is broken"),
            _ when oid.SequenceEqual(Oid.Md5WithRsa) => Refused("it is signed with MD5, which is broken"),
            _ => Refused($"its signature algorithm {Oid.Text(oid)} is not supported"),
        };
    }

    private static SignatureAlgorithm Refused(string reason) => new(default, default, 0, reason);

    // RFC 4055 §5: the parameters are NULL.
    private static SignatureAlgorithm Rsa(ref DerReader reader, HashKind hash)
    {
        ReadNull(ref reader);
        reader.ExpectEnd();
        return new(SignatureKind.RsaPkcs1, hash, 0, null);
    }

    // RFC 5758 §3.2 and RFC 8410 §3: there are no parameters.
    private static SignatureAlgorithm Bare(ref DerReader reader, SignatureKind kind, HashKind hash)
    {
        reader.ExpectEnd();
        return new(kind, hash, 0, null);
    }

    // RFC 4055 §3.1: hash, MGF1 with the same hash, the length of the salt. The defaults are SHA-1, which is not accepted.
    private static SignatureAlgorithm Pss(ref DerReader reader)
    {
        DerReader parameters = reader.ReadSequence();
        reader.ExpectEnd();
        HashKind hash = parameters.TryRead(DerTag.ContextConstructed(0), out ReadOnlySpan<byte> hashField) ? ReadHash(hashField) : HashKind.None;
        HashKind maskHash = parameters.TryRead(DerTag.ContextConstructed(1), out ReadOnlySpan<byte> maskField) ? ReadMask(maskField) : HashKind.None;
        int saltLength = 20;
        if (parameters.TryRead(DerTag.ContextConstructed(2), out ReadOnlySpan<byte> saltField))
        {
            DerReader salt = new(saltField);
            saltLength = salt.ReadSmallInteger();
            salt.ExpectEnd();
        }

        parameters.ExpectEnd();
        return hash == HashKind.None || maskHash != hash || saltLength > 64
            ? Refused("its RSASSA-PSS parameters are not supported")
            : new(SignatureKind.RsaPss, hash, saltLength, null);
    }

    private static HashKind ReadMask(ReadOnlySpan<byte> field)
    {
        DerReader outer = new(field);
        DerReader mask = outer.ReadSequence();
        outer.ExpectEnd();
        bool isMgf1 = mask.Read(DerTag.ObjectIdentifier).SequenceEqual(Oid.Mgf1);
        return isMgf1 ? ReadHash(mask.ReadWhole(DerTag.Sequence)) : HashKind.None;
    }

    private static HashKind ReadHash(ReadOnlySpan<byte> field)
    {
        DerReader outer = new(field);
        DerReader hash = outer.ReadSequence();
        outer.ExpectEnd();
        ReadOnlySpan<byte> oid = hash.Read(DerTag.ObjectIdentifier);
        if (!hash.IsAtEnd)
        {
            ReadNull(ref hash);
            hash.ExpectEnd();
        }

        return oid switch
        {
            _ when oid.SequenceEqual(Oid.Sha256) => HashKind.Sha256,
            _ when oid.SequenceEqual(Oid.Sha384) => HashKind.Sha384,
            _ when oid.SequenceEqual(Oid.Sha512) => HashKind.Sha512,
            _ => HashKind.None,
        };
    }

    private static void ReadNull(ref DerReader reader)
    {
        if (reader.Read(DerTag.Null).Length != 0)
        {
            throw new DerException("a NULL is not empty");
        }
    }
}
