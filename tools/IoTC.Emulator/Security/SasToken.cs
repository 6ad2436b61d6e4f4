using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IoTC.Emulator.Security;

/// <summary>A <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…[&amp;skn=…]</c> as a client sent it; fields in any order.</summary>
internal sealed class SasToken
{
    private const string Scheme = "SharedAccessSignature";

    private readonly string _rawResource;
    private readonly string _rawExpiry;
    private readonly byte[] _signature;

    private SasToken(string rawResource, string rawExpiry, byte[] signature, DateTimeOffset expiry)
    {
        _rawResource = rawResource;
        _rawExpiry = rawExpiry;
        _signature = signature;
        Expiry = expiry;
        Resource = Uri.UnescapeDataString(rawResource);
    }

    /// <summary>The signed resource, percent-decoded once.</summary>
    public string Resource { get; }

    public DateTimeOffset Expiry { get; }

    public static SasToken? TryParse(string? text)
    {
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string? resource = null, signature = null, expiry = null;
        foreach (string field in text[Scheme.Length..].Trim().Split('&'))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            string value = field[(equals + 1)..];
            switch (field[..equals])
            {
                case "sr": resource = value; break;
                case "sig": signature = value; break;
                case "se": expiry = value; break;
            }
        }

        return resource is null || signature is null || expiry is null ? null : Create(resource, signature, expiry);
    }

    /// <summary>Whether the signature over the text as sent was made with <paramref name="base64Key"/>.</summary>
    public bool IsSignedWith(string base64Key)
    {
        byte[] signed = Encoding.UTF8.GetBytes(_rawResource + "\n" + _rawExpiry);
        byte[] expected = HMACSHA256.HashData(Convert.FromBase64String(base64Key), signed);
        return CryptographicOperations.FixedTimeEquals(expected, _signature);
    }

    private static SasToken? Create(string resource, string signature, string expiry)
    {
        // Some clients send a fractional expiry.
        if (!double.TryParse(expiry, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || seconds is < 0 or > 253_402_300_799 or double.NaN)
        {
            return null;
        }

        var hash = new byte[HMACSHA256.HashSizeInBytes];
        bool isHash = Convert.TryFromBase64String(Uri.UnescapeDataString(signature), hash, out int written) && written == hash.Length;
        return isHash ? new SasToken(resource, expiry, hash, DateTimeOffset.UnixEpoch.AddSeconds(seconds)) : null;
    }
}
