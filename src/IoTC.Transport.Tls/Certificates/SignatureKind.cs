namespace IoTC.Transport.Tls.Certificates;

/// <summary>How a certificate is signed.</summary>
internal enum SignatureKind
{
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Ed25519,
}
