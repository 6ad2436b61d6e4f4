using System;
using System.Collections.Generic;
using IoTC.Security;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Public keys of which one must be in the path.</summary>
/// <remarks>RFC 7469 §2.4 and §2.6: SHA-256 of the SubjectPublicKeyInfo, compared with every certificate of a path that was validated.</remarks>
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
                throw new ArgumentException($"'{NameText.OneLine(pin ?? "")}' is no pinned key; write sha256/ and the 44 Base64 characters of the SHA-256 of a SubjectPublicKeyInfo.", parameterName);
            }

            set._pins.Add(pin);
        }

        return set._pins.Count == 0 ? null : set;
    }

    public static string PinOf(ParsedCertificate certificate)
    {
        byte[] info = certificate.Key.Info.ToArray();
        byte[] hash = new byte[Sha256.HashSize];
        Sha256 sha256 = new();
        sha256.Append(info, 0, info.Length);
        sha256.Finish(hash, 0);
        return Prefix + Convert.ToBase64String(hash);
    }

    /// <summary>Judges a path, the server's certificate first.</summary>
    public CertificateVerdict Judge(ReadOnlySpan<ParsedCertificate> path)
    {
        List<string> found = [];
        foreach (ParsedCertificate certificate in path)
        {
            string pin = PinOf(certificate);
            if (_pins.Contains(pin))
            {
                return CertificateVerdict.Accepted;
            }

            if (found.Count < KeysToTell)
            {
                found.Add(pin);
            }
        }

        return CertificateVerdict.Invalid(path[0], $"none of its chain's keys is pinned; found, from the server's to the root's: {string.Join(", ", found)}");
    }

    private static bool IsPin(string pin)
    {
        Span<byte> hash = stackalloc byte[Sha256.HashSize + 1];
        return pin.StartsWith(Prefix, StringComparison.Ordinal) && pin.Length == Prefix.Length + 44
            && Convert.TryFromBase64String(pin[Prefix.Length..], hash, out int count) && count == Sha256.HashSize;
    }
}
