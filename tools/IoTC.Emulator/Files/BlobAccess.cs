using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IoTC.Emulator.Files;

/// <summary>Gives access to one blob until a time, and checks it: the emulator's own signature in the query names of Azure Storage's service SAS.</summary>
internal sealed class BlobAccess
{
    private const string Version = "2021-12-02";
    private const string Permissions = "rw";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary><c>?sv=…&amp;sr=b&amp;sp=rw&amp;se=…&amp;sig=…</c></summary>
    public string Create(string container, string blobName, DateTimeOffset expiry)
    {
        string end = expiry.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return $"?sv={Version}&sr=b&sp={Permissions}&se={Uri.EscapeDataString(end)}&sig={Uri.EscapeDataString(Sign(container, blobName, end))}";
    }

    /// <summary>Whether a request may write the blob now.</summary>
    public bool Allows(IQueryCollection query, string container, string blobName, DateTimeOffset now)
    {
        string end = query["se"].ToString();
        bool isComplete = query["sv"] == Version && query["sr"] == "b" && query["sp"] == Permissions;
        bool isInTime = DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expiry) && now < expiry;
        byte[] signature = Encoding.ASCII.GetBytes(query["sig"].ToString());
        return isComplete && isInTime && CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(Sign(container, blobName, end)));
    }

    private string Sign(string container, string blobName, string end) =>
        Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{Permissions}\n{end}\n/{container}/{blobName}\n{Version}")));
}
