using System;
using System.Linq;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

[TestFixture]
public sealed class MqttViolationsTests
{
    [Test]
    public void EveryRuleIsToldWithItsSourceAndInItsOwnWords()
    {
        string[] sentences = [.. Enum.GetValues<MqttViolation>().Where(v => v != MqttViolation.None).Select(MqttViolations.Describe)];

        Assert.That(sentences, Has.All.Match(@"^\[MQTT(-\d\.\d+\.\d+-\d+|-3-8\.3-4| 3\.1\.1 §[\d.]+)\] .*[^.]$"));
        Assert.That(sentences, Is.Unique);
        Assert.That(sentences, Has.None.Contains("unknown rule"));
    }

    [Test]
    public void TellsNothingAndTheUnknownToo()
    {
        Assert.That(MqttViolations.Describe(MqttViolation.None), Does.Contain("no rule"));
        Assert.That(MqttViolations.Describe((MqttViolation)255), Does.Contain("unknown rule"));
    }
}
