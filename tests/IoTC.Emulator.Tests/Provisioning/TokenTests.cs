using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

/// <summary>What a SAS token may look like, and what it must prove.</summary>
public sealed class TokenTests : EmulatorFixture
{
    private const string Key = "a2V5LW9mLWRldi0x";
    private const string Later = "4102444800";
    private const string Scope = "0ne00E0000A";

    private static IEnumerable<TestCaseData> Tokens()
    {
        string good = Sas.Create($"{Scope}%2Fregistrations%2Fdev-1", Key, Later);
        string[] fields = good["SharedAccessSignature ".Length..].Split('&');
        yield return Case("upper-case escapes", good, 202);
        yield return Case("lower-case escapes", Sas.Create($"{Scope}%2fregistrations%2fdev-1", Key, Later), 202);
        yield return Case("no escapes", Sas.Create($"{Scope}/registrations/dev-1", Key, Later), 202);
        yield return Case("case of the resource", Sas.Create($"{Scope.ToLowerInvariant()}/registrations/DEV-1", Key, Later), 202);
        yield return Case("fractional expiry", Sas.Create($"{Scope}/registrations/dev-1", Key, Later + ".75"), 202);
        yield return Case("key name", good + "&skn=registration", 202);
        yield return Case("another order", $"SharedAccessSignature {fields[2]}&skn=registration&{fields[1]}&{fields[0]}", 202);
        yield return Case("signature not escaped", Uri.UnescapeDataString(good), 401);   // sr is changed by it
        yield return Case("expired", Sas.Create($"{Scope}/registrations/dev-1", Key, "1600000000"), 401);
        yield return Case("another device", Sas.Create($"{Scope}/registrations/dev-2", Key, Later), 401);
        yield return Case("a hub's resource", Sas.Create("localhost/devices/dev-1", Key, Later), 401);
        yield return Case("expiry changed after signing", good.Replace(Later, "4102444801", StringComparison.Ordinal), 401);
        yield return Case("another key", Sas.Create($"{Scope}/registrations/dev-1", "b3RoZXI=", Later), 401);
        yield return Case("no expiry", $"SharedAccessSignature {fields[0]}&{fields[1]}", 401);
        yield return Case("expiry no number", good.Replace(Later, "soon", StringComparison.Ordinal), 401);
        yield return Case("expiry beyond dates", Sas.Create($"{Scope}/registrations/dev-1", Key, "1e300"), 401);
        yield return Case("signature no base64", $"SharedAccessSignature {fields[0]}&sig=%%%&{fields[2]}", 401);
        yield return Case("another scheme", "Bearer x", 401);
        yield return Case("nothing", null, 401);
    }

    [TestCaseSource(nameof(Tokens))]
    public async Task IsJudged(string? token, int status)
    {
        Azure.AddDevice("dev-1", Key);
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage response = await dps.SendAsync(HttpMethod.Put, $"/{Scope}/registrations/dev-1/register?api-version=2019-03-31", token, "{}", Limit);
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task AClockThatIsAheadEndsTokensAndShowsInTheDateHeader()
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        Azure.ClockSkew = TimeSpan.FromHours(2);
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage refused = await dps.RegisterAsync("dev-1", device.PrimaryKey, Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)refused.StatusCode, Is.EqualTo(401));
            Assert.That(refused.Headers.Date!.Value, Is.EqualTo(DateTimeOffset.UtcNow.AddHours(2)).Within(TimeSpan.FromSeconds(20)));
        }

        Azure.ClockSkew = TimeSpan.Zero;
        using HttpResponseMessage accepted = await dps.RegisterAsync("dev-1", device.PrimaryKey, Limit);
        Assert.That((int)accepted.StatusCode, Is.EqualTo(202));
    }

    private static TestCaseData Case(string name, string? token, int status) => new TestCaseData(token, status).SetArgDisplayNames(name);
}
