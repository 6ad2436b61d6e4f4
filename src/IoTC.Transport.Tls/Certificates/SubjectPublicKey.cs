using System;
using System.Numerics;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>A SubjectPublicKeyInfo, understood or refused with a reason. What the key is worth is judged here; arithmetic is left to <see cref="SignatureCheck"/>.</summary>
internal sealed class SubjectPublicKey
{
    private const int MinRsaBits = 2048;
    private const int MaxRsaBits = 8192;

    private SubjectPublicKey(KeyKind kind, ReadOnlyMemory<byte> info, string? defect)
    {
        Kind = kind;
        Info = info;
        Defect = defect;
    }

    public KeyKind Kind { get; }

    /// <summary>The whole SubjectPublicKeyInfo, as pins hash it.</summary>
    public ReadOnlyMemory<byte> Info { get; }

    /// <summary>Why the key is not accepted, or <see langword="null"/>.</summary>
    public string? Defect { get; }

    /// <summary>Of EC and Ed25519: the point.</summary>
    public ReadOnlyMemory<byte> Point { get; private init; }

    /// <summary>Of RSA: the modulus, big-endian, without a leading zero.</summary>
    public ReadOnlyMemory<byte> Modulus { get; private init; }

    /// <summary>Of RSA: the public exponent.</summary>
    public uint Exponent { get; private init; }

    /// <summary>Reads a SubjectPublicKeyInfo.</summary>
    /// <exception cref="DerException">It is malformed.</exception>
    public static SubjectPublicKey Read(ReadOnlyMemory<byte> info)
    {
        DerReader outer = new(info.Span);
        DerReader reader = outer.ReadSequence();
        outer.ExpectEnd();
        DerReader algorithm = reader.ReadSequence();
        ReadOnlySpan<byte> oid = algorithm.Read(DerTag.ObjectIdentifier);
        ReadOnlySpan<byte> bits = reader.ReadOctetAlignedBits();
        reader.ExpectEnd();
        ReadOnlyMemory<byte> key = Part.Of(info, bits);
        return oid switch
        {
            _ when oid.SequenceEqual(Oid.RsaEncryption) => ReadRsa(info, key, ref algorithm),
            _ when oid.SequenceEqual(Oid.EcPublicKey) => ReadEc(info, key, ref algorithm),
            _ when oid.SequenceEqual(Oid.Ed25519) => ReadEd25519(info, key, ref algorithm),
            _ => Refused(info, $"its kind of key {Oid.Text(oid)} is not supported"),
        };
    }

    private static SubjectPublicKey Refused(ReadOnlyMemory<byte> info, string defect) => new(KeyKind.Unsupported, info, defect);

    // RFC 3279 §2.3.1.
    private static SubjectPublicKey ReadRsa(ReadOnlyMemory<byte> info, ReadOnlyMemory<byte> key, ref DerReader algorithm)
    {
        if (algorithm.Read(DerTag.Null).Length != 0)
        {
            throw new DerException("a NULL is not empty");
        }

        algorithm.ExpectEnd();
        DerReader outer = new(key.Span);
        DerReader reader = outer.ReadSequence();
        outer.ExpectEnd();
        ReadOnlySpan<byte> modulus = reader.ReadInteger();
        ReadOnlySpan<byte> exponent = reader.ReadInteger();
        reader.ExpectEnd();
        if (modulus[0] >= 0x80 || exponent[0] >= 0x80)
        {
            return Refused(info, "its RSA key is negative");
        }

        modulus = modulus[0] == 0 ? modulus[1..] : modulus;
        if (modulus.IsEmpty)
        {
            return Refused(info, "its RSA modulus is 0");
        }

        int bits = (modulus.Length * 8) - (BitOperations.LeadingZeroCount((uint)modulus[0]) - 24);
        uint e = 0;
        foreach (byte octet in exponent)
        {
            e = exponent.Length > 5 || (exponent.Length == 5 && exponent[0] != 0) ? 0 : (e << 8) | octet;
        }

        string? defect =
            bits < MinRsaBits ? $"its RSA key has {bits} bits; {MinRsaBits} are the least"
            : bits > MaxRsaBits ? $"its RSA key has {bits} bits; {MaxRsaBits} are the most"
            : bits % 8 != 0 ? $"its RSA key has {bits} bits, which is no multiple of 8"
            : (modulus[^1] & 1) == 0 ? "its RSA modulus is even"
            : e < 3 || (e & 1) == 0 ? "its RSA exponent is not an odd number from 3 to 2³²"
            : null;
        return new(KeyKind.Rsa, info, defect) { Modulus = Part.Of(key, modulus), Exponent = e };
    }

    // RFC 5480 §2.1.1: the curve is named; curves that are written out are how CVE-2020-0601 came about.
    private static SubjectPublicKey ReadEc(ReadOnlyMemory<byte> info, ReadOnlyMemory<byte> key, ref DerReader algorithm)
    {
        if (!algorithm.TryRead(DerTag.ObjectIdentifier, out ReadOnlySpan<byte> curve))
        {
            return Refused(info, "its EC key does not name its curve");
        }

        algorithm.ExpectEnd();
        KeyKind kind =
            curve.SequenceEqual(Oid.P256) ? KeyKind.P256
            : curve.SequenceEqual(Oid.P384) ? KeyKind.P384
            : curve.SequenceEqual(Oid.P521) ? KeyKind.P521
            : KeyKind.Unsupported;
        if (kind == KeyKind.Unsupported)
        {
            return Refused(info, $"its curve {Oid.Text(curve)} is weak or not supported; P-256, P-384 and P-521 are");
        }

        int size = kind switch { KeyKind.P256 => 32, KeyKind.P384 => 48, _ => 66 };
        bool isPoint = key.Span switch
        {
            [0x04, ..] => key.Length == 1 + (2 * size),
            [0x02 or 0x03, ..] => key.Length == 1 + size,
            _ => false,
        };
        return isPoint ? new(kind, info, null) { Point = key } : Refused(info, "its EC key is no point of its curve");
    }

    // RFC 8410 §4.
    private static SubjectPublicKey ReadEd25519(ReadOnlyMemory<byte> info, ReadOnlyMemory<byte> key, ref DerReader algorithm)
    {
        algorithm.ExpectEnd();
        return key.Length == 32 ? new(KeyKind.Ed25519, info, null) { Point = key } : Refused(info, "its Ed25519 key has a wrong length");
    }
}
