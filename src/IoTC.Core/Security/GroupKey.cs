using System;
using IoTC.Buffers;

namespace IoTC.Security;

/// <summary>Derives device keys from the key of an enrolment group.</summary>
/// <remarks>A group key makes keys for any device: keep it off devices, and derive where devices are prepared.</remarks>
public static class GroupKey
{
    /// <summary>Computes the key of one device: HMAC-SHA256 of its Registration ID with the group key.</summary>
    /// <param name="groupKeyBase64">Primary or secondary key of the group, Base64.</param>
    /// <param name="registrationId">Registration ID exactly as the device sends it; DPS keeps it in lower case.</param>
    /// <returns>The device key, Base64, 44 characters.</returns>
    /// <exception cref="ArgumentException">The key is empty or not Base64, or there is no Registration ID; the message does not show the key.</exception>
    public static string DeriveDeviceKey(string groupKeyBase64, string registrationId)
    {
        byte[] groupKey = SymmetricKeySigner.Decode(groupKeyBase64, nameof(groupKeyBase64));
        if (string.IsNullOrEmpty(registrationId)) throw new ArgumentException("There is no Registration ID.", nameof(registrationId));
        byte[] deviceKey = HmacSha256.Compute(groupKey, Utf8.GetBytes(registrationId));
        string text = Base64.Encode(deviceKey, 0, deviceKey.Length);
        Array.Clear(groupKey, 0, groupKey.Length);
        Array.Clear(deviceKey, 0, deviceKey.Length);
        return text;
    }
}
