using System;
using System.Security.Cryptography;
using System.Text;

namespace IoTC.Emulator.Tests.Support;

/// <summary>Signs tokens as a device does.</summary>
public static class Sas
{
    public static string ForHub(string deviceId, string key, DateTimeOffset? expiry = null, string hub = "localhost") =>
        Create(Uri.EscapeDataString($"{hub}/devices/{deviceId}"), key, Seconds(expiry));

    public static string ForDps(string idScope, string registrationId, string key, DateTimeOffset? expiry = null) =>
        Create(Uri.EscapeDataString($"{idScope}/registrations/{registrationId}"), key, Seconds(expiry)) + "&skn=registration";

    /// <param name="encodedResource">Exactly what <c>sr</c> says.</param>
    /// <param name="key">Base64.</param>
    /// <param name="expiry">Exactly what <c>se</c> says.</param>
    public static string Create(string encodedResource, string key, string expiry)
    {
        byte[] hash = HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes($"{encodedResource}\n{expiry}"));
        return $"SharedAccessSignature sr={encodedResource}&sig={Uri.EscapeDataString(Convert.ToBase64String(hash))}&se={expiry}";
    }

    private static string Seconds(DateTimeOffset? expiry) => (expiry ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds().ToString();
}
