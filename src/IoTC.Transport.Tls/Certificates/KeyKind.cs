namespace IoTC.Transport.Tls.Certificates;

/// <summary>The keys that are accepted.</summary>
internal enum KeyKind
{
    Unsupported,
    Rsa,
    P256,
    P384,
    P521,
    Ed25519,
}
