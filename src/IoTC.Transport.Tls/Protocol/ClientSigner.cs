using IoTC.Transport.Tls.Certificates;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>Answers a server's request for the device's certificate.</summary>
internal static class ClientSigner
{
    /// <summary>The certificates and what signs for them; <see langword="null"/> when the server accepts nothing that the key can make.</summary>
    public static TlsCredentials? TryCreate(TlsContext context, BcTlsCrypto crypto, ClientIdentity identity, CertificateRequest request)
    {
        bool isTls13 = TlsUtilities.IsTlsV13(context);
        if (SignatureSchemes.Choose(identity.PrivateKey, isTls13, request.SupportedSignatureAlgorithms) is not { } algorithm)
        {
            return null;
        }

        TlsCertificate[] chain = new TlsCertificate[identity.Chain.Count];
        for (int i = 0; i < chain.Length; i++)
        {
            chain[i] = crypto.CreateCertificate(identity.Chain[i]);
        }

        return new BcDefaultTlsCredentialedSigner(new(context), crypto, identity.PrivateKey, isTls13 ? OfTls13(chain, request) : new(chain), algorithm);
    }

    private static Certificate OfTls13(TlsCertificate[] chain, CertificateRequest request)
    {
        CertificateEntry[] entries = new CertificateEntry[chain.Length];
        for (int i = 0; i < chain.Length; i++)
        {
            entries[i] = new(chain[i], null);
        }

        return new(request.GetCertificateRequestContext(), entries);
    }
}
