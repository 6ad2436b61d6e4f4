using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A client certificate from a PKCS#12 file.</summary>
internal static class Pkcs12File
{
    // HRESULT of ERROR_INVALID_PASSWORD, which every platform's loader gives.
    private const int InvalidPassword = unchecked((int)0x80070056);

    /// <summary>Reads the certificate that has a key, and the others as its intermediates.</summary>
    /// <exception cref="ArgumentException">Says what is wrong; shows neither key nor password.</exception>
    public static LoadedCertificate Read(byte[] file, string password)
    {
        X509Certificate2Collection all = Load(file, password);
        X509Certificate2? device = null;
        foreach (X509Certificate2 certificate in all)
        {
            if (certificate.HasPrivateKey)
            {
                device = device is null
                    ? certificate
                    : throw new ArgumentException("The PKCS#12 file holds several private keys; give one that holds the device's alone.");
            }
        }

        if (device is null)
        {
            throw new ArgumentException(all.Count == 0
                ? "The PKCS#12 file holds no certificate; export the device's certificate with its private key."
                : "The PKCS#12 file holds no private key for its certificate; export it again, with the key.");
        }

        all.Remove(device);
        return new(device, all);
    }

    private static X509Certificate2Collection Load(byte[] file, string password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12Collection(file, password);
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException(e.HResult == InvalidPassword
                ? $"The PKCS#12 file cannot be opened: {(password.Length == 0 ? "it needs a password." : "the password is wrong.")}"
                : "The PKCS#12 file cannot be read: it is damaged, or something else than PKCS#12 (.pfx, .p12).");
        }
    }
}
