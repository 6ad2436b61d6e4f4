namespace IoTC.Security;

/// <summary>A transport that can present a client certificate in its TLS handshakes. Transports that are stacked hand it down to the one that does TLS.</summary>
public interface IClientCertificateTransport
{
    /// <summary>Takes the certificate for every connection opened from now on. The clients call it when they are made.</summary>
    /// <param name="certificate">Certificate, key and password, not read yet.</param>
    /// <exception cref="System.ArgumentException">
    /// It cannot be used: not PEM or PKCS#12, a wrong password, no key or the key of another certificate, expired, or a kind of key that is not supported.
    /// The message says which, and shows neither key nor password.
    /// </exception>
    void SetClientCertificate(ClientCertificate certificate);
}
