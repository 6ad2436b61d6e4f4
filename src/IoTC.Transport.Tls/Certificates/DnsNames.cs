using System;
using System.Text;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>What a DNS name in a certificate looks like, as ASCII. RFC 5280 §4.2.1.6, RFC 1034 §3.5.</summary>
internal static class DnsNames
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    /// <summary>
    /// A name that may stand in a certificate, though it need not match anything: labels of letters, digits, hyphens, and, because authorities have
    /// written them, underscores and asterisks.
    /// </summary>
    public static bool IsPresentable(ReadOnlySpan<byte> name) => AreLabels(name, allowUnderscore: true, allowAsterisk: true);

    /// <summary>A name without a wildcard: the base of a subtree, the host of a mailbox or URI.</summary>
    public static bool IsHost(ReadOnlySpan<byte> name) => AreLabels(name, allowUnderscore: true, allowAsterisk: false);

    /// <summary>A name that can be a host's: letters, digits and hyphens, after a whole left-most wildcard label perhaps.</summary>
    public static bool IsStrict(ReadOnlySpan<byte> name) =>
        AreLabels(name.StartsWith("*."u8) ? name[2..] : name, allowUnderscore: false, allowAsterisk: false);

    /// <summary>Whether the name is the other or below it; without regard to case.</summary>
    public static bool IsWithin(ReadOnlySpan<byte> name, ReadOnlySpan<byte> tree)
    {
        if (tree.Length == 0)
        {
            return true;
        }

        int rest = name.Length - tree.Length;
        return rest >= 0 && (rest == 0 || name[rest - 1] == (byte)'.') && Ascii.EqualsIgnoreCase(name[rest..], tree);
    }

    private static bool AreLabels(ReadOnlySpan<byte> name, bool allowUnderscore, bool allowAsterisk)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        int label = 0;
        for (int i = 0; i < name.Length; i++)
        {
            byte c = name[i];
            bool isPart = char.IsAsciiLetterOrDigit((char)c) || c == (byte)'-' || (c == (byte)'_' && allowUnderscore) || (c == (byte)'*' && allowAsterisk);
            if (isPart)
            {
                label++;
            }

            if ((!isPart && c != (byte)'.') || label > MaxLabel || (c == (byte)'.' && label == 0))
            {
                return false;
            }

            label = c == (byte)'.' ? 0 : label;
        }

        return label > 0;
    }
}
