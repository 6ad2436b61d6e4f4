using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Public keys of which one must be in the chain.</summary>
/// <remarks>RFC 7469 §2.4 and §2.6: SHA-256 of the SubjectPublicKeyInfo, compared with every certificate of the chain that was validated.</remarks>
internal sealed class PinnedKeySet
{
    private const string Prefix = "sha256/";
    private const int KeysToTell = 4;

    private readonly HashSet<string> _pins = new(StringComparer.Ordinal);

    private PinnedKeySet()
    {
    }

    /// <summary>Reads pins; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">Says which is none.</exception>
    public static PinnedKeySet? Parse(IReadOnlyList<string> pins, string parameterName)
    {
        PinnedKeySet set = new();
        foreach (string pin in pins)
        {
            if (pin is null || !IsPin(pin))
            {
                throw new ArgumentException($"'{OneLine.Of(pin ?? "")}' is no pinned key; write sha256/ and the 44 Base64 characters of the SHA-256 of a SubjectPublicKeyInfo.", parameterName);
            }

            set._pins.Add(pin);
        }

        return set._pins.Count == 0 ? null : set;
    }

    public static string PinOf(X509Certificate2 certificate) =>
        Prefix + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public CertificateVerdict Judge(X509Certificate2 leaf, X509Chain chain)
    {
        List<string> found = [];
        foreach (X509ChainElement element in chain.ChainElements)
        {
            string pin = PinOf(element.Certificate);
            if (_pins.Contains(pin))
            {
                return CertificateVerdict.Accepted;
            }

            if (found.Count < KeysToTell)
            {
                found.Add(pin);
            }
        }

        // Not through OneLine: pins are our own text, and cut they would be of no use.
        return new(TransportStatus.CertificateInvalid, $"certificate {OneLine.Of(leaf.Subject)} (none of its chain's keys is pinned; found, from the server's to the root's: {string.Join(", ", found)})");
    }

    private static bool IsPin(string pin)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes + 1];
        return pin.StartsWith(Prefix, StringComparison.Ordinal) && pin.Length == Prefix.Length + 44
            && Convert.TryFromBase64String(pin[Prefix.Length..], hash, out int count) && count == SHA256.HashSizeInBytes;
    }
}
