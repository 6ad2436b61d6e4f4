using System.Collections.Generic;
using System.IO;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>What a <see cref="BouncyCastleServer"/> presents and accepts.</summary>
internal sealed class BouncyCastlePeer(List<byte[]> chain, AsymmetricKeyParameter key, ProtocolVersion[] versions) : DefaultTlsServer(new BcTlsCrypto())
{
    public static AsymmetricKeyParameter ReadKey(string keyFile)
    {
        using StreamReader reader = new(keyFile);
        object pem = new PemReader(reader).ReadObject();
        return pem is AsymmetricCipherKeyPair pair ? pair.Private : (AsymmetricKeyParameter)pem;
    }

    protected override ProtocolVersion[] GetSupportedVersions() => versions;

    protected override int[] GetSupportedCipherSuites() =>
    [
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
    ];

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => Signer();

    protected override TlsCredentialedSigner GetRsaSignerCredentials() => Signer();

    public override TlsCredentials GetCredentials() => TlsUtilities.IsTlsV13(m_context) ? Signer() : base.GetCredentials();

    private BcDefaultTlsCredentialedSigner Signer()
    {
        bool isTls13 = TlsUtilities.IsTlsV13(m_context);
        SignatureAndHashAlgorithm algorithm = key is ECPrivateKeyParameters ec
            ? new(ec.Parameters.N.BitLength switch { 256 => HashAlgorithm.sha256, 384 => HashAlgorithm.sha384, _ => HashAlgorithm.sha512 }, SignatureAlgorithm.ecdsa)
            : SignatureAndHashAlgorithm.rsa_pss_rsae_sha256;
        List<CertificateEntry> entries = chain.ConvertAll(der => new CertificateEntry(Crypto.CreateCertificate(der), null));
        Certificate certificate = isTls13 ? new([], [.. entries]) : new([.. entries.ConvertAll(entry => entry.Certificate)]);
        return new(new TlsCryptoParameters(m_context), (BcTlsCrypto)Crypto, key, certificate, TlsUtilities.IsTlsV12(m_context) ? algorithm : null);
    }
}
