using System;
using IoTC.Security;
using IoTC.Transport.Sockets.Tls;

namespace IoTC.Transport.Sockets;

/// <content>Takes the certificate of <see cref="DeviceCredential.X509(ClientCertificate)"/>.</content>
public sealed partial class SocketTransport : IClientCertificateTransport
{
    /// <inheritdoc/>
    /// <remarks>
    /// RSA and EC keys: PKCS#8, encrypted or not, PKCS#1, SEC 1, and PKCS#12. Sets <see cref="ClientCertificate"/> and <see cref="ClientCertificateChain"/>,
    /// and tells the certificate's common name to <paramref name="certificate"/>.
    /// </remarks>
    public void SetClientCertificate(ClientCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        LoadedCertificate loaded = certificate.IsPkcs12
            ? Pkcs12File.Read(certificate.GetPkcs12()!, certificate.GetPassword())
            : PemCertificate.Read(certificate.CertificatePem, certificate.GetPrivateKeyPem(), certificate.GetPassword());
        loaded.ThrowIfExpired(DateTimeOffset.UtcNow);
        ClientCertificate = loaded.Certificate;
        ClientCertificateChain = loaded.Chain;
        certificate.SetCommonName(loaded.CommonName);
    }
}
