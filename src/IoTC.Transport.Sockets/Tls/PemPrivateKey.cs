using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A private key from PEM: PKCS#8, encrypted or not, PKCS#1 or SEC 1; RSA or EC.</summary>
internal static class PemPrivateKey
{
    private const string Pkcs8 = "PRIVATE KEY";
    private const string EncryptedPkcs8 = "ENCRYPTED PRIVATE KEY";
    private const string Pkcs1 = "RSA PRIVATE KEY";
    private const string Sec1 = "EC PRIVATE KEY";

    /// <summary>Joins the text's key to its certificate.</summary>
    /// <exception cref="ArgumentException">Says what is wrong; shows neither key nor password.</exception>
    public static X509Certificate2 Join(X509Certificate2 certificate, string pem, string password)
    {
        byte[] key = Find(pem, out string label);
        try
        {
            using RSA rsa = RSA.Create();
            if (label != Sec1 && TryImport(rsa, key, label, password))
            {
                return Join(certificate, rsa);
            }

            using ECDsa ec = ECDsa.Create();
            if (label != Pkcs1 && TryImport(ec, key, label, password))
            {
                return Join(certificate, ec);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        throw new ArgumentException(label != EncryptedPkcs8
            ? "The client certificate's private key cannot be read: it is damaged, or of a kind that is neither RSA nor EC."
            : password.Length == 0
                ? "The client certificate's private key is encrypted and needs a password."
                : "The client certificate's private key cannot be decrypted: the password is wrong, or the key is damaged.");
    }

    private static byte[] Find(string pem, out string label)
    {
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label] is Pkcs8 or EncryptedPkcs8 or Pkcs1 or Sec1)
            {
                label = rest[fields.Label].ToString();
                byte[] key = new byte[fields.DecodedDataLength];
                Convert.TryFromBase64Chars(rest[fields.Base64Data], key, out _);
                return key;
            }

            rest = rest[fields.Location.End..];
        }

        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new ArgumentException("The client certificate's private key is encrypted in OpenSSL's old way; convert it with 'openssl pkcs8 -topk8'.");
        }

        throw new ArgumentException(pem.Contains(Pkcs8 + "-----", StringComparison.Ordinal)
            ? "The client certificate's private key cannot be read: its PEM is damaged."
            : "The client certificate has no private key: no '-----BEGIN PRIVATE KEY-----' was found; give the key's PEM text.");
    }

    private static bool TryImport(AsymmetricAlgorithm algorithm, byte[] key, string label, string password)
    {
        try
        {
            switch (label)
            {
                case Pkcs1:
                    ((RSA)algorithm).ImportRSAPrivateKey(key, out _);
                    break;
                case Sec1:
                    ((ECDsa)algorithm).ImportECPrivateKey(key, out _);
                    break;
                case Pkcs8:
                    algorithm.ImportPkcs8PrivateKey(key, out _);
                    break;
                default:
                    algorithm.ImportEncryptedPkcs8PrivateKey(password, key, out _);
                    break;
            }

            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static X509Certificate2 Join(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            X509Certificate2 joined = key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
            certificate.Dispose();
            return joined;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or CryptographicException)
        {
            throw new ArgumentException($"The private key is not that of the client certificate ({OneLine.Of(certificate.Subject)}); give the two that belong together, the device's certificate first.");
        }
    }
}
