using IoTC.Security;

namespace IoTC.Nano.Tests;

/// <summary>SHA-256 (FIPS 180-4), HMAC (RFC 4231), Base64, SAS tokens.</summary>
internal static class CryptoTests
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public static void Run(Check check)
    {
        Hash(check, "nothing", "", 1, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
        Hash(check, "abc", "abc", 1, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
        Hash(check, "two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1");
        Hash(check, "1000 times a", "a", 1000, "41EDECE42D63E8D9BF515A9BA6932E1C20CBC9F5A5D134645ADB5DB1B9737EA3");

        Mac(check, "RFC 4231 case 1", "0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "4869205468657265", "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7");
        Mac(check, "RFC 4231 case 2", "4A656665", "7768617420646F2079612077616E7420666F72206E6F7468696E673F", "5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843");
        Mac(check, "a key of 131 bytes", Repeat("AA", 131), "54657374205573696E67204C6172676572205468616E20426C6F636B2D53697A65204B6579202D2048617368204B6579204669727374", "60E431591EE0B67F0D8A26AACBF5B77F8E0BC6213728C5140546040F0EE37F54");

        Token(check, "hub", "myhub.azure-devices.net/devices/dev1", null, "SharedAccessSignature sr=myhub.azure-devices.net%2Fdevices%2Fdev1&sig=oqEOlltdgYIdzuGJanIBwr2YbFjHUgUz%2BZzjMCabcOA%3D&se=1700003600");
        Token(check, "DPS", "0ne00000001/registrations/dev1", "registration", "SharedAccessSignature sr=0ne00000001%2Fregistrations%2Fdev1&sig=9fLcMqwCEK7adG08vDIgXEvhioYReKRtqULqU3FqrN8%3D&se=1700003600&skn=registration");

        check.Test("security: a group key gives a device's key", () => Check.Equal("dBQa2NH8KbHdr9PFmAU79U7IUPa+jXVxpnR4vsTWw64=", GroupKey.DeriveDeviceKey(Key, "dev1")));
        check.Test("security: Base64 both ways", Base64BothWays);
        check.Test("security: what is no Base64 is refused", BadBase64);
        check.Test("security: a bad key is told when the credential is made", BadKeys);
    }

    private static void Hash(Check check, string name, string text, int times, string expected) => check.Test("sha-256: " + name, () =>
    {
        byte[] bytes = Check.Utf8(text);
        var hash = new Sha256();
        for (int i = 0; i < times; i++) hash.Append(bytes, 0, bytes.Length);
        var output = new byte[Sha256.HashSize + 1];
        hash.Finish(output, 1);
        Check.Equal(expected, Hex.Encode(output, 1, Sha256.HashSize));
    });

    private static void Mac(Check check, string name, string key, string data, string expected) => check.Test("hmac: " + name, () =>
    {
        byte[] code = HmacSha256.Compute(Hex.Decode(key), Hex.Decode(data));
        Check.Equal(expected, Hex.Encode(code, 0, code.Length));
    });

    private static void Token(Check check, string name, string resource, string? policy, string expected) => check.Test("sas: token for the " + name, () =>
    {
        Check.That(SymmetricKeySigner.TryCreate(Key, out SymmetricKeySigner? signer), "the key is refused");
        Check.Equal(expected, SharedAccessSignature.Create(resource, 1700003600, signer!, policy));
    });

    private static void Base64BothWays()
    {
        for (int length = 1; length < 8; length++)
        {
            var bytes = new byte[length];
            for (int i = 0; i < length; i++) bytes[i] = (byte)(250 + i);
            string text = Base64.Encode(bytes, 0, length);
            Check.That(Base64.TryDecode(text, out byte[] decoded), text);
            Check.Equal(Hex.Encode(bytes, 0, length), Hex.Encode(decoded, 0, decoded.Length));
        }
    }

    // A board's Convert throws a plain Exception here; the core does not ask it.
    private static void BadBase64()
    {
        var bad = new string[] { "A", "AB", "A===", "AB=C", "A B=", "AB\n=", "AAA*", "AB==AB==", "AAB=" };
        for (int i = 0; i < bad.Length; i++) Check.That(!Base64.TryDecode(bad[i], out _), bad[i]);
    }

    private static void BadKeys()
    {
        Check.Throws(() => DeviceCredential.DeviceKey(""));
        Check.Throws(() => DeviceCredential.DeviceKey("not a key"));
        Check.Throws(() => DeviceCredential.GroupKey("AAA"));
    }

    private static string Repeat(string text, int times)
    {
        string all = "";
        for (int i = 0; i < times; i++) all += text;
        return all;
    }
}
