using System;
using System.Collections.Generic;
using Org.BouncyCastle.Crypto;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>A client certificate that was read: what is sent, and the key that signs.</summary>
internal sealed class ClientIdentity
{
    private ClientIdentity(IReadOnlyList<byte[]> chain, AsymmetricKeyParameter privateKey)
    {
        Chain = chain;
        PrivateKey = privateKey;
    }

    /// <summary>DER: the device's own certificate, then its intermediates from the leaf upwards.</summary>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>An RSA key (<c>RsaPrivateCrtKeyParameters</c>) or an EC key on P-256, P-384 or P-521 (<c>ECPrivateKeyParameters</c>).</summary>
    public AsymmetricKeyParameter PrivateKey { get; }

    /// <summary>Reads certificate and key.</summary>
    /// <param name="certificate">PEM or PKCS#12.</param>
    /// <param name="utcUnixMs">Now; an expired certificate is refused here and not by the server.</param>
    /// <exception cref="ArgumentException">It cannot be used; says why in one sentence, without key or password.</exception>
    public static ClientIdentity Read(ClientCertificate certificate, long utcUnixMs) => throw new NotImplementedException();
}
