using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class TwinTests : EmulatorFixture
{
    private EmulatedDevice _device = null!;
    private MqttDevice _client = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _device = Azure.AddDevice("t1");
        _client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await _client.SubscribeAsync(Limit, ("$iothub/twin/res/#", 0), ("$iothub/twin/PATCH/properties/desired/#", 1));
    }

    [TearDown]
    public async Task DisconnectAsync() => await _client.DisposeAsync();

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("{{}}")]
    public async Task Get(string payload)
    {
        await _device.SetDesiredAsync("""{"target":21}""");
        await _client.NextAsync(Limit);
        await _client.PublishAsync("$iothub/twin/GET/?$rid=a-7.5", payload, Limit);
        (string topic, JsonElement twin) = await NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(topic, Is.EqualTo("$iothub/twin/res/200/?$rid=a-7.5"));
            Assert.That(twin.GetProperty("desired").GetProperty("target").GetInt32(), Is.EqualTo(21));
            Assert.That(twin.GetProperty("desired").GetProperty("$version").GetInt32(), Is.EqualTo(2));
            Assert.That(twin.GetProperty("reported").GetProperty("$version").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task ReportedPatchesMerge()
    {
        Assert.That(await ReportAsync("""{"a":1,"b":{"c":2,"d":3},"e":null}"""), Is.EqualTo("$iothub/twin/res/204/?$rid=1&$version=2"));
        Assert.That(await ReportAsync("""{"a":null,"b":{"c":null,"x":[1,null]}}"""), Is.EqualTo("$iothub/twin/res/204/?$rid=1&$version=3"));
        Assert.That(_device.GetReportedJson(), Is.EqualTo("""{"b":{"d":3,"x":[1,null]},"$version":3}"""));
    }

    private static IEnumerable<TestCaseData> BadPatches()
    {
        yield return Case("", 400, "empty");
        yield return Case("7", 400, "number");
        yield return Case("[]", 400, "array");
        yield return Case("{", 400, "cut");
        yield return Case("""{"a":1,"a":2}""", 400, "repeated name");
        yield return Case("""{"a":"\ud800"}""", 400, "half a character");
        yield return Case("""{"\ud800":1}""", 400, "half a character in a name");
        yield return Case("""{"a.b":1}""", 400, "dot in a name");
        yield return Case("""{"$x":1}""", 400, "dollar in a name");
        yield return Case("""{"a b":1}""", 400, "space in a name");
        yield return Case("""{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":{"j":{"k":{"l":1}}}}}}}}}}}}""", 400, "eleven levels");
        yield return Case("{\"a\":\"" + new string('x', 4097) + "\"}", 400, "a string over 4 KB");
        yield return Case("{\"" + new string('x', 1025) + "\":1}", 400, "a name over 1 KB");
        yield return Case("""{"a":4503599627370496}""", 400, "an integer over 52 bits");
        yield return Case("""{"a":-4503599627370497}""", 400, "an integer under 52 bits");
        yield return Case("{\"a\":\"" + new string('x', 33_000) + "\"}", 413, "too large");
    }

    [TestCaseSource(nameof(BadPatches))]
    public async Task BadReportedPatchesChangeNothing(string patch, int status)
    {
        Assert.That(await ReportAsync(patch), Is.EqualTo($"$iothub/twin/res/{status}/?$rid=1"));
        Assert.That(_device.GetReportedJson(), Is.EqualTo("""{"$version":1}"""));
    }

    [Test]
    public async Task TogetherNoMoreThan32K()
    {
        string[] half = [.. Enumerable.Repeat($"\"{new string('x', 4000)}\"", 5)];
        Assert.That(await ReportAsync($$"""{"a":[{{string.Join(',', half)}}]}"""), Does.StartWith("$iothub/twin/res/204/"));
        Assert.That(await ReportAsync($$"""{"b":[{{string.Join(',', half)}}]}"""), Does.StartWith("$iothub/twin/res/413/"));
    }

    [Test]
    public async Task DesiredPatchesArePushedWithTheirVersion()
    {
        await _device.SetDesiredAsync("""{"target":21,"gone":1}""");
        await _device.SetDesiredAsync("""{"gone":null}""");
        (string firstTopic, JsonElement first) = await NextAsync();
        (string secondTopic, JsonElement second) = await NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(firstTopic, Is.EqualTo("$iothub/twin/PATCH/properties/desired/?$version=2"));
            Assert.That(first.GetRawText(), Is.EqualTo("""{"target":21,"gone":1,"$version":2}"""));
            Assert.That(secondTopic, Is.EqualTo("$iothub/twin/PATCH/properties/desired/?$version=3"));
            Assert.That(second.GetRawText(), Is.EqualTo("""{"gone":null,"$version":3}"""));
            Assert.That(_device.GetDesiredJson(), Is.EqualTo("""{"target":21,"$version":3}"""));
        }
    }

    [Test]
    public async Task AChangeMadeWhileAwayIsInTheTwinButNotPushed()
    {
        await _client.DisconnectAsync();
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        await _device.SetDesiredAsync("""{"target":5}""");
        await using MqttDevice again = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await again.SubscribeAsync(Limit, ("$iothub/twin/res/#", 1), ("$iothub/twin/PATCH/properties/desired/#", 1));
        await again.PublishAsync("$iothub/twin/GET/?$rid=1", "", Limit);
        MqttApplicationMessage first = (await again.NextAsync(Limit)).ApplicationMessage;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Topic, Is.EqualTo("$iothub/twin/res/200/?$rid=1"));
            Assert.That(first.ConvertPayloadToString(), Does.Contain("\"target\":5"));
        }
    }

    [Test]
    public async Task WaitingForAReportedProperty()
    {
        Task<JsonElement> waiting = _device.WaitForReportedAsync(reported => reported.TryGetProperty("state", out JsonElement state) && state.GetString() == "on", cancellationToken: Limit);
        await ReportAsync("""{"state":"off"}""");
        Assert.That(waiting.IsCompleted, Is.False);
        await ReportAsync("""{"state":"on"}""");
        Assert.That((await waiting).GetProperty("$version").GetInt32(), Is.EqualTo(3));
        Assert.That(() => _device.WaitForReportedAsync(_ => false, TimeSpan.FromMilliseconds(1)), Throws.TypeOf<TimeoutException>());
    }

    [TestCase("[]")]
    [TestCase("nonsense")]
    [TestCase("""{"a.b":1}""")]
    public void BadDesiredPatchesAreTheCallersFault(string patch) => Assert.That(() => _device.SetDesiredAsync(patch), Throws.ArgumentException);

    [Test]
    public async Task AThrottledTwin()
    {
        Azure.Faults.NextTwin(429);
        Assert.That(await ReportAsync("""{"a":1}"""), Is.EqualTo("$iothub/twin/res/429/?$rid=1"));
        Assert.That(await ReportAsync("""{"a":1}"""), Does.StartWith("$iothub/twin/res/204/"));
    }

    [Test]
    public async Task TextGoesThroughAsItIs()
    {
        await _device.SetDesiredAsync("""{"name":"Zürich <+&'> 温度"}""");
        Assert.That((await _client.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString(), Is.EqualTo("""{"name":"Zürich <+&'> 温度","$version":2}"""));
    }

    private async Task<string> ReportAsync(string patch)
    {
        await _client.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", patch, Limit);
        return (await _client.NextAsync(Limit)).ApplicationMessage.Topic;
    }

    private async Task<(string Topic, JsonElement Body)> NextAsync()
    {
        MqttApplicationMessage message = (await _client.NextAsync(Limit)).ApplicationMessage;
        return (message.Topic, JsonElement.Parse(message.ConvertPayloadToString()));
    }

    private static TestCaseData Case(string patch, int status, string name) => new TestCaseData(patch, status).SetArgDisplayNames(name);
}
