using System;
using System.Collections.Generic;
using System.IO;
using IoTC.Transport.Tls.Der;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Utilities;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Reads a PKCS#12 file: a private key, its certificate, and what leads to its root. RFC 7292.</summary>
internal static class Pkcs12Reader
{
    // A file is a caller's own, but may have been tampered with: this many rounds take about a second.
    private const int MaxIterations = 1_000_000;

    /// <summary>Reads certificate and key.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="password">Its password, or empty.</param>
    /// <param name="key">The private key.</param>
    /// <returns>Its certificate first, then the others of the file.</returns>
    /// <exception cref="ArgumentException">It cannot be used; says why, without key or password.</exception>
    public static List<ParsedCertificate> Read(byte[] file, string password, out AsymmetricKeyParameter key)
    {
        (AsymmetricKeyParameter? found, List<byte[]> chain) = Open(file, password);
        key = found ?? throw new ArgumentException("The PKCS#12 file holds no private key; export it with its key.");
        if (chain.Count == 0)
        {
            throw new ArgumentException("The PKCS#12 file holds no certificate for its private key.");
        }

        List<ParsedCertificate> certificates = [];
        foreach (byte[] der in chain)
        {
            certificates.Add(Parse(der));
        }

        return certificates;
    }

    private static (AsymmetricKeyParameter? Key, List<byte[]> Chain) Open(byte[] file, string password)
    {
        try
        {
            Pfx.GetInstance(Asn1Object.FromByteArray(file));
        }
        catch (Exception e) when (PrivateKeyPem.IsOfReading(e))
        {
            throw new ArgumentException("The client certificate cannot be read: it is no PKCS#12 file, or it is damaged.");
        }

        char[] characters = password.ToCharArray();
        Properties.SetThreadInt32(Properties.Pkcs12MaxIterationCount, MaxIterations);
        Properties.SetThreadBoolean(Properties.Pkcs12IgnoreUselessPassword, true);
        try
        {
            Pkcs12Store store = new Pkcs12StoreBuilder().Build();
            store.Load(new MemoryStream(file, writable: false), characters);
            return TakeFirst(store);
        }
        catch (Exception e) when (PrivateKeyPem.IsOfReading(e))
        {
            throw new ArgumentException(
                password.Length == 0
                    ? "The PKCS#12 file cannot be opened without a password, or it is damaged; give its password."
                    : "The PKCS#12 file cannot be opened: its password is wrong, or it is damaged.");
        }
        finally
        {
            Array.Clear(characters);
            Properties.RemoveThreadProperty(Properties.Pkcs12MaxIterationCount);
            Properties.RemoveThreadProperty(Properties.Pkcs12IgnoreUselessPassword);
        }
    }

    private static (AsymmetricKeyParameter? Key, List<byte[]> Chain) TakeFirst(Pkcs12Store store)
    {
        List<byte[]> chain = [];
        foreach (string alias in store.Aliases)
        {
            if (!store.IsKeyEntry(alias))
            {
                continue;
            }

            foreach (X509CertificateEntry entry in store.GetCertificateChain(alias) ?? [])
            {
                chain.Add(entry.Certificate.GetEncoded());
            }

            return (store.GetKey(alias).Key, chain);
        }

        return (null, chain);
    }

    private static ParsedCertificate Parse(byte[] der)
    {
        try
        {
            return ParsedCertificate.Read(der);
        }
        catch (DerException e)
        {
            throw new ArgumentException($"A certificate of the PKCS#12 file cannot be read: {e.Message}.");
        }
    }
}
