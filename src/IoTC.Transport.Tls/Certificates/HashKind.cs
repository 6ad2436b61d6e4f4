namespace IoTC.Transport.Tls.Certificates;

/// <summary>The hashes of a signature that are accepted.</summary>
internal enum HashKind
{
    None,
    Sha256,
    Sha384,
    Sha512,
}
