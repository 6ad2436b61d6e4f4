using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>A token, read and verified with .NET's own cryptography.</summary>
internal sealed record Sas(string Resource, long ExpiryUnixSeconds, string? Policy)
{
    public static Sas Verify(string? token, string keyBase64)
    {
        const string Prefix = "SharedAccessSignature ";
        Assert.That(token, Does.StartWith(Prefix));
        Dictionary<string, string> parts = token![Prefix.Length..].Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        byte[] signature = HMACSHA256.HashData(Convert.FromBase64String(keyBase64), Encoding.UTF8.GetBytes(parts["sr"] + "\n" + parts["se"]));
        Assert.That(Uri.UnescapeDataString(parts["sig"]), Is.EqualTo(Convert.ToBase64String(signature)));
        return new Sas(Uri.UnescapeDataString(parts["sr"]), long.Parse(parts["se"], CultureInfo.InvariantCulture), parts.GetValueOrDefault("skn"));
    }
}
