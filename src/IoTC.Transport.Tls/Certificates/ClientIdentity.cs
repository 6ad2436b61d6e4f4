using System;
using System.Collections.Generic;
using System.Globalization;
using IoTC.Transport.Tls.Der;
using Org.BouncyCastle.Crypto;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>A client certificate that was read: what is sent, and the key that signs.</summary>
internal sealed class ClientIdentity
{
    private ClientIdentity(IReadOnlyList<byte[]> chain, AsymmetricKeyParameter privateKey, string commonName)
    {
        CommonName = commonName;
        Chain = chain;
        PrivateKey = privateKey;
    }

    /// <summary>DER: the device's own certificate, then its intermediates from the leaf upwards; what does not belong to its chain is left out.</summary>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>An RSA key (<c>RsaPrivateCrtKeyParameters</c>) or an EC key on P-256, P-384 or P-521 (<c>ECPrivateKeyParameters</c>).</summary>
    public AsymmetricKeyParameter PrivateKey { get; }

    /// <summary>The common name of the device's own certificate, or empty.</summary>
    public string CommonName { get; }

    /// <summary>Reads certificate and key.</summary>
    /// <param name="certificate">PEM or PKCS#12.</param>
    /// <param name="utcUnixMs">Now; an expired certificate is refused here and not by the server.</param>
    /// <exception cref="ArgumentException">It cannot be used; says why in one sentence, without key or password.</exception>
    public static ClientIdentity Read(ClientCertificate certificate, long utcUnixMs)
    {
        ArgumentNullException.ThrowIfNull(certificate);

        // The key is the caller's own: whether its modulus is a prime need not be tested.
        using RsaPrimalityChecks off = RsaPrimalityChecks.Off();
        AsymmetricKeyParameter key;
        List<ParsedCertificate> certificates;
        if (certificate.IsPkcs12)
        {
            if (!EncryptedKeySupport.IsEnabled)
            {
                throw EncryptedKeySupport.LeftOut("The client certificate is a PKCS#12 file");
            }

            certificates = Pkcs12Reader.Read(certificate.GetPkcs12()!, certificate.GetPassword(), out key);
        }
        else
        {
            certificates = ReadPem(certificate.CertificatePem);
            key = PrivateKeyPem.Read(certificate.GetPrivateKeyPem(), certificate.GetPassword());
        }

        ParsedCertificate own = certificates[0];
        KeyPairRule.Check(own, key, certificates);
        long now = (long)Math.Floor(utcUnixMs / 1000.0);
        if (now > own.NotAfter)
        {
            throw new ArgumentException($"The client certificate {own.SubjectText()} expired {Utc(own.NotAfter)}, and this device's clock says {Utc(now)}.");
        }

        return new(Order(certificates), key, NameText.CommonNameOf(own.SubjectContent.Span));
    }

    private static List<ParsedCertificate> ReadPem(string pem)
    {
        List<ParsedCertificate> certificates = [];
        foreach (PemBlock block in PemText.Read(pem))
        {
            if (block.Label != "CERTIFICATE")
            {
                continue;
            }

            byte[] der = block.TryDecode()
                ?? throw new ArgumentException($"The client certificate at line {block.Line} of its PEM text is damaged: its END line or Base64 is wrong.");
            try
            {
                certificates.Add(ParsedCertificate.Read(der));
            }
            catch (DerException e)
            {
                throw new ArgumentException($"The client certificate at line {block.Line} of its PEM text cannot be read: {e.Message}.");
            }
        }

        return certificates.Count > 0
            ? certificates
            : throw new ArgumentException("The client certificate's PEM text holds no certificate: no '-----BEGIN CERTIFICATE-----' was found.");
    }

    // RFC 5246 §7.4.2: each certifies the one before it.
    private static List<byte[]> Order(List<ParsedCertificate> certificates)
    {
        ParsedCertificate last = certificates[0];
        List<byte[]> chain = [last.Der.ToArray()];
        List<ParsedCertificate> rest = certificates[1..];
        while (!last.IsSelfIssued && rest.Find(c => c.Subject.Equals(last.Issuer)) is { } issuer)
        {
            rest.Remove(issuer);
            chain.Add(issuer.Der.ToArray());
            last = issuer;
        }

        return chain;
    }

    private static string Utc(long seconds) =>
        DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 253_402_300_799)).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
