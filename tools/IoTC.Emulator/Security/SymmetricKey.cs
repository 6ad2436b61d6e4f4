using System;
using System.Security.Cryptography;
using System.Text;

namespace IoTC.Emulator.Security;

/// <summary>Base64 keys as Azure uses them.</summary>
internal static class SymmetricKey
{
    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The device key of a group: HMAC-SHA256 of the registration id, keyed by the group's key.</summary>
    public static string Derive(string groupKey, string registrationId) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(groupKey), Encoding.UTF8.GetBytes(registrationId)));
}
