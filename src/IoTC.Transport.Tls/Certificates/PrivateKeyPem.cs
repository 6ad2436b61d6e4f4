using System;
using System.IO;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Reads a private key from PEM: PKCS#8, encrypted or not, PKCS#1 and SEC 1, also in OpenSSL's old encryption.</summary>
/// <remarks>What a reader says about a key is never repeated: it might quote it.</remarks>
internal static class PrivateKeyPem
{
    /// <summary>Reads the first private key of a text.</summary>
    /// <exception cref="ArgumentException">There is none, or it cannot be used; says why, without key or password.</exception>
    public static AsymmetricKeyParameter Read(string pem, string password)
    {
        foreach (PemBlock block in PemText.Read(pem))
        {
            if (block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                return Read(block, password);
            }
        }

        throw new ArgumentException("The client certificate has no private key: no '-----BEGIN … PRIVATE KEY-----' was found.");
    }

    private static AsymmetricKeyParameter Read(PemBlock block, string password)
    {
        bool isEncrypted = block.Label == "ENCRYPTED PRIVATE KEY" || block.Body.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
        if (block.Label is not ("PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY"))
        {
            throw new ArgumentException(
                $"The private key is of the kind '{NameText.OneLine(block.Label)}', which is not supported; convert it to PKCS#8, for example with 'openssl pkey'.");
        }

        if (isEncrypted && password.Length == 0)
        {
            throw new ArgumentException("The private key is encrypted; give its password.");
        }

        if (!block.IsEnded)
        {
            throw new ArgumentException("The private key is damaged: its END line is missing or is that of another block.");
        }

        if (!isEncrypted)
        {
            return ReadPlain(block);
        }

        return EncryptedKeySupport.IsEnabled ? ReadEncrypted(block.Text, password) : throw EncryptedKeySupport.LeftOut("The private key is encrypted");
    }

    private static AsymmetricKeyParameter ReadPlain(PemBlock block)
    {
        byte[] der = block.TryDecode() ?? throw Unreadable();
        try
        {
            Asn1Object key = Asn1Object.FromByteArray(der);
            return PrivateKeyFactory.CreateKey(block.Label switch
            {
                "RSA PRIVATE KEY" => new PrivateKeyInfo(new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance), RsaPrivateKeyStructure.GetInstance(key)),
                "EC PRIVATE KEY" => OfCurve(ECPrivateKeyStructure.GetInstance(key)),
                _ => PrivateKeyInfo.GetInstance(key),
            });
        }
        catch (Exception e) when (IsOfReading(e))
        {
            throw Unreadable();
        }
        finally
        {
            Array.Clear(der);
        }
    }

    // SEC 1 has the curve inside, PKCS#8 beside the algorithm. RFC 5915 §3, RFC 5480 §2.1.1.
    private static PrivateKeyInfo OfCurve(ECPrivateKeyStructure key) => new(new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, key.Parameters), key);

    private static ArgumentException Unreadable() =>
        new("The private key cannot be read: it is damaged, or of a kind that is not supported; RSA keys and EC keys on P-256, P-384 and P-521 are.");

    private static AsymmetricKeyParameter ReadEncrypted(string text, string password)
    {
        using Password finder = new(password);
        try
        {
            using StringReader reader = new(text);
            using PemReader pem = new(reader, finder);
            object? key = pem.ReadObject();
            AsymmetricKeyParameter? privateKey = key is AsymmetricCipherKeyPair pair ? pair.Private : key as AsymmetricKeyParameter;
            return privateKey is { IsPrivate: true } ? privateKey : throw new ArgumentException("The private key's PEM holds another kind of object.");
        }
        catch (Exception e) when (IsOfReading(e))
        {
            throw new ArgumentException("The private key cannot be decrypted: its password is wrong, or it is damaged.");
        }
    }

    /// <summary>Whether this is how BouncyCastle says that bytes are not what they should be: it has no one type for it, so all that is not the machine's own fault.</summary>
    internal static bool IsOfReading(Exception e) => e is not (OutOfMemoryException or System.Threading.ThreadInterruptedException);

    private sealed class Password(string password) : IPasswordFinder, IDisposable
    {
        private readonly char[] _characters = password.ToCharArray();

        public char[] GetPassword() => (char[])_characters.Clone();

        public void Dispose() => Array.Clear(_characters);
    }
}
