using System;
using System.Security.Cryptography;
using System.Text;

namespace IoTC.Emulator.Security;

/// <summary>Base64 keys as Azure uses them.</summary>
internal static class SymmetricKey
{
    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Passes a key on if it is one.</summary>
    /// <exception cref="ArgumentException">It is not base64.</exception>
    public static string Validate(string key) =>
        Convert.TryFromBase64String(key, new byte[key.Length], out int length) && length > 0 ? key : throw new ArgumentException("A key is base64.", nameof(key));

    /// <summary>The device key of a group: HMAC-SHA256 of the registration id, keyed by the group's key.</summary>
    public static string Derive(string groupKey, string registrationId) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(groupKey), Encoding.UTF8.GetBytes(registrationId)));
}
