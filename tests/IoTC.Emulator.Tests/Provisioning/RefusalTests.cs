using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

public sealed class RefusalTests : EmulatorFixture
{
    private const string Version = "?api-version=2021-06-01";

    private DpsClient _dps = null!;
    private string _key = null!;

    [SetUp]
    public void Enrol()
    {
        _dps = new DpsClient(Azure);
        _key = Azure.AddDevice("dev-1").PrimaryKey;
    }

    [TearDown]
    public void Close() => _dps.Dispose();

    [Test]
    public async Task WrongKeyIs401002WithTheWholeErrorBody()
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("dev-1", Azure.GroupKey, Limit);
        JsonElement error = await DpsClient.JsonAsync(response);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(response.Headers.GetValues("x-ms-error-code").Single(), Is.EqualTo("401002"));
            Assert.That(error.GetProperty("errorCode").GetInt32(), Is.EqualTo(401002));
            Assert.That(error.GetProperty("message").GetString(), Is.EqualTo("Unauthorized"));
            Assert.That(Guid.TryParse(error.GetProperty("trackingId").GetString(), out _), Is.True);
            Assert.That(error.GetProperty("timestampUtc").GetDateTime(), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(response.Headers.Date, Is.Not.Null);
        }
    }

    [Test]
    public async Task UnknownIdScopeIs404201()
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("dev-1", _key, Limit, scope: "0ne11111111");
        await AssertErrorAsync(response, 404, 404201);
    }

    [Test]
    public async Task UnknownEnrolmentIs404WhenThereIsNoGroup()
    {
        Azure.RemoveDefaultGroup();
        using HttpResponseMessage response = await _dps.RegisterAsync("nobody", _key, Limit);
        await AssertErrorAsync(response, 404, 404202);
    }

    [Test]
    public async Task UnknownEnrolmentIs401WhenAGroupCouldHaveIt()
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("nobody", _key, Limit);
        await AssertErrorAsync(response, 401, 401002);
    }

    [Test]
    public async Task AKeyDerivedForAnotherIdIsRefused()
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("one", Azure.DeriveDeviceKey("two"), Limit);
        await AssertErrorAsync(response, 401, 401002);
    }

    [TestCase("-bad.")]
    [TestCase("_bad")]
    [TestCase("a%20b")]
    [TestCase("a%2Fb")]
    [TestCase("a%23b")]
    [TestCase("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task BadRegistrationIdIs400(string id)
    {
        using HttpResponseMessage response = await _dps.SendAsync(HttpMethod.Put, $"/{Azure.IdScope}/registrations/{id}/register{Version}", Sas.ForDps(Azure.IdScope, id, _key), "{}", Limit);
        await AssertErrorAsync(response, 400, 400209);
    }

    private static IEnumerable<TestCaseData> BadBodies()
    {
        yield return new TestCaseData("").SetArgDisplayNames("empty");
        yield return new TestCaseData("[]").SetArgDisplayNames("array");
        yield return new TestCaseData("{").SetArgDisplayNames("cut");
        yield return new TestCaseData("""{"registrationId":"another"}""").SetArgDisplayNames("another id");
        yield return new TestCaseData("""{"registrationId":7}""").SetArgDisplayNames("number");
        yield return new TestCaseData("""{"a":1,"a":2}""").SetArgDisplayNames("repeated name");
        yield return new TestCaseData("{\"payload\":\"" + new string('x', 70_000) + "\"}").SetArgDisplayNames("too large");
        yield return new TestCaseData(new string('[', 10_000)).SetArgDisplayNames("deep");
    }

    [TestCaseSource(nameof(BadBodies))]
    public async Task BadBodyIs400(string body)
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("dev-1", _key, Limit, body);
        await AssertErrorAsync(response, 400, 400004);
    }

    [Test]
    public async Task OtherFaultsOfTheRequest()
    {
        string token = Sas.ForDps(Azure.IdScope, "dev-1", _key);
        string path = $"/{Azure.IdScope}/registrations/dev-1";
        using HttpResponseMessage noVersion = await _dps.SendAsync(HttpMethod.Put, path + "/register", token, "{}", Limit);
        using HttpResponseMessage method = await _dps.SendAsync(HttpMethod.Get, path + "/register" + Version, token, null, Limit);
        using HttpResponseMessage type = await _dps.SendAsync(HttpMethod.Put, path + "/register" + Version, token, "{}", Limit, "text/plain");
        using HttpResponseMessage operation = await _dps.SendAsync(HttpMethod.Get, path + "/operations/none" + Version, token, null, Limit);
        using HttpResponseMessage unknown = await _dps.SendAsync(HttpMethod.Get, "/", token, null, Limit);
        using HttpResponseMessage lookUp = await _dps.SendAsync(HttpMethod.Post, path + Version, token, "{}", Limit);
        await AssertErrorAsync(noVersion, 400, 400001);
        await AssertErrorAsync(method, 405, 405001);
        await AssertErrorAsync(type, 415, 415001);
        await AssertErrorAsync(operation, 404, 404205);
        await AssertErrorAsync(unknown, 404, 404205);
        await AssertErrorAsync(lookUp, 404, 404204);
    }

    [Test]
    public async Task AnOperationIsTellingOnlyItsOwnDevice()
    {
        using HttpResponseMessage response = await _dps.RegisterAsync("dev-1", _key, Limit);
        string operationId = (await DpsClient.JsonAsync(response)).GetProperty("operationId").GetString()!;
        using HttpResponseMessage other = await _dps.PollAsync("dev-2", Azure.DeriveDeviceKey("dev-2"), operationId, Limit);
        await AssertErrorAsync(other, 404, 404205);
    }

    [Test]
    public async Task NestedErrorAsSomeVersionsOfTheServiceSendIt()
    {
        Azure.Faults.NestDpsErrors = true;
        using HttpResponseMessage response = await _dps.RegisterAsync("dev-1", null, Limit);
        string inner = (await DpsClient.JsonAsync(response)).GetProperty("Message").GetString()!;
        Assert.That(JsonElement.Parse(inner).GetProperty("errorCode").GetInt32(), Is.EqualTo(401002));
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, int status, int code)
    {
        JsonElement error = await DpsClient.JsonAsync(response);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(error.GetProperty("errorCode").GetInt32(), Is.EqualTo(code));
        }
    }
}
