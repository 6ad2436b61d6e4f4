using System;

namespace IoTC;

/// <summary>A device's certificate with its private key, as its owner has it: PEM texts or a PKCS#12 file. The transport that presents it reads it.</summary>
/// <remarks>The core does no cryptography with certificates: this only carries them, and never shows the key or the password.</remarks>
public sealed partial class ClientCertificate
{
    private readonly string _privateKeyPem;
    private readonly byte[]? _pkcs12;
    private readonly string _password;

    private ClientCertificate(string certificatePem, string privateKeyPem, byte[]? pkcs12, string password)
    {
        CertificatePem = certificatePem;
        _privateKeyPem = privateKeyPem;
        _pkcs12 = pkcs12;
        _password = password;
    }

    /// <summary>The device's certificate and, after it, the intermediates that are to be sent with it; empty for PKCS#12.</summary>
    public string CertificatePem { get; }

    /// <summary>Whether this is a PKCS#12 file.</summary>
    public bool IsPkcs12 => _pkcs12 != null;

    /// <summary>Takes PEM texts.</summary>
    /// <param name="certificatePem">One <c>CERTIFICATE</c> or more: the device's first, then its intermediates.</param>
    /// <param name="privateKeyPem">PKCS#8, encrypted or not, PKCS#1 or SEC 1; may be the same text as <paramref name="certificatePem"/> when both are in one file.</param>
    /// <param name="password">Password of an encrypted key, or empty.</param>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public static ClientCertificate FromPem(string certificatePem, string privateKeyPem, string password = "")
    {
        if (certificatePem == null || certificatePem.Length == 0) throw new ArgumentException("The client certificate is empty; give its PEM text.");
        if (privateKeyPem == null || privateKeyPem.Length == 0) throw new ArgumentException("The client certificate has no private key; give the key's PEM text.");
        return new ClientCertificate(certificatePem, privateKeyPem, null, password ?? "");
    }

    /// <summary>Takes a PKCS#12 file (.pfx, .p12).</summary>
    /// <param name="pkcs12">The bytes of the file; kept, not copied.</param>
    /// <param name="password">Its password, or empty.</param>
    /// <exception cref="ArgumentException">There are no bytes.</exception>
    public static ClientCertificate FromPkcs12(byte[] pkcs12, string password = "")
    {
        if (pkcs12 == null || pkcs12.Length == 0) throw new ArgumentException("The client certificate is empty; give the bytes of the PKCS#12 file.");
        return new ClientCertificate("", "", pkcs12, password ?? "");
    }

    /// <summary>The private key's PEM text; for the transport that presents the certificate.</summary>
    public string GetPrivateKeyPem() => _privateKeyPem;

    /// <summary>The bytes of the PKCS#12 file, or <see langword="null"/>; for the transport that presents the certificate.</summary>
    public byte[]? GetPkcs12() => _pkcs12;

    /// <summary>The password of the key or the file, or empty; for the transport that presents the certificate.</summary>
    public string GetPassword() => _password;

    /// <summary>The kind; never the key or the password.</summary>
    public override string ToString() => IsPkcs12 ? "client certificate (PKCS#12)" : "client certificate (PEM)";
}
