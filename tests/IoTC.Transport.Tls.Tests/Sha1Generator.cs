using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Tls.Tests;

/// <summary>Signs with ECDSA and SHA-1, which the platform no longer does for certificates.</summary>
internal sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
{
    // ecdsa-with-SHA1, 1.2.840.10045.4.1.
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Asn.Element(0x30, [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]);

#pragma warning disable CA5350 // Weak on purpose.
    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
#pragma warning restore CA5350

    protected override PublicKey BuildPublicKey() => new(key);
}
