using System;
using System.Globalization;
using System.Text;

namespace IoTC.Transport.Tls.Der;

/// <summary>Object identifiers as they stand in DER, without tag and length.</summary>
internal static class Oid
{
    // id-ce, 2.5.29: RFC 5280 §4.2.1.
    public static ReadOnlySpan<byte> SubjectKeyIdentifier => [0x55, 0x1D, 0x0E];

    public static ReadOnlySpan<byte> KeyUsage => [0x55, 0x1D, 0x0F];

    public static ReadOnlySpan<byte> SubjectAlternativeName => [0x55, 0x1D, 0x11];

    public static ReadOnlySpan<byte> BasicConstraints => [0x55, 0x1D, 0x13];

    public static ReadOnlySpan<byte> NameConstraints => [0x55, 0x1D, 0x1E];

    public static ReadOnlySpan<byte> CertificatePolicies => [0x55, 0x1D, 0x20];

    public static ReadOnlySpan<byte> PolicyMappings => [0x55, 0x1D, 0x21];

    public static ReadOnlySpan<byte> AuthorityKeyIdentifier => [0x55, 0x1D, 0x23];

    public static ReadOnlySpan<byte> PolicyConstraints => [0x55, 0x1D, 0x24];

    public static ReadOnlySpan<byte> ExtendedKeyUsage => [0x55, 0x1D, 0x25];

    public static ReadOnlySpan<byte> InhibitAnyPolicy => [0x55, 0x1D, 0x36];

    // id-pe-authorityInfoAccess, 1.3.6.1.5.5.7.1.1.
    public static ReadOnlySpan<byte> AuthorityInformationAccess => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01];

    // id-kp-serverAuth, 1.3.6.1.5.5.7.3.1.
    public static ReadOnlySpan<byte> ServerAuthentication => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];

    // anyExtendedKeyUsage, 2.5.29.37.0.
    public static ReadOnlySpan<byte> AnyExtendedKeyUsage => [0x55, 0x1D, 0x25, 0x00];

    // Attribute types, RFC 5280 appendix A.1.
    public static ReadOnlySpan<byte> CommonName => [0x55, 0x04, 0x03];

    public static ReadOnlySpan<byte> EmailAddress => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01];

    // Keys: RFC 3279 §2.3.1, RFC 5480 §2.1.1, RFC 8410 §3.
    public static ReadOnlySpan<byte> RsaEncryption => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    public static ReadOnlySpan<byte> EcPublicKey => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

    public static ReadOnlySpan<byte> P256 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    public static ReadOnlySpan<byte> P384 => [0x2B, 0x81, 0x04, 0x00, 0x22];

    public static ReadOnlySpan<byte> P521 => [0x2B, 0x81, 0x04, 0x00, 0x23];

    public static ReadOnlySpan<byte> Ed25519 => [0x2B, 0x65, 0x70];

    // Signatures: RFC 4055 §5 and §3.1, RFC 5758 §3.2.
    public static ReadOnlySpan<byte> Md5WithRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x04];

    public static ReadOnlySpan<byte> Sha1WithRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05];

    public static ReadOnlySpan<byte> RsaPss => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A];

    public static ReadOnlySpan<byte> Sha256WithRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];

    public static ReadOnlySpan<byte> Sha384WithRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C];

    public static ReadOnlySpan<byte> Sha512WithRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D];

    public static ReadOnlySpan<byte> EcdsaWithSha1 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01];

    public static ReadOnlySpan<byte> EcdsaWithSha256 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];

    public static ReadOnlySpan<byte> EcdsaWithSha384 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03];

    public static ReadOnlySpan<byte> EcdsaWithSha512 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04];

    public static ReadOnlySpan<byte> Sha256 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

    public static ReadOnlySpan<byte> Sha384 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];

    public static ReadOnlySpan<byte> Sha512 => [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03];

    public static ReadOnlySpan<byte> Mgf1 => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x08];

    /// <summary>The dotted form, for a sentence; cut when it is longer than any that is in use.</summary>
    public static string Text(ReadOnlySpan<byte> oid)
    {
        const int MaxLength = 64;
        StringBuilder text = new();
        ulong arc = 0;
        foreach (byte octet in oid)
        {
            arc = (arc << 7) | (uint)(octet & 0x7F);
            if (octet >= 0x80)
            {
                continue;
            }

            if (text.Length > MaxLength)
            {
                return text.Append('…').ToString();
            }

            if (text.Length == 0)
            {
                ulong first = Math.Min(arc / 40, 2);
                text.Append(CultureInfo.InvariantCulture, $"{first}.{arc - (first * 40)}");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $".{arc}");
            }

            arc = 0;
        }

        return text.ToString();
    }
}
