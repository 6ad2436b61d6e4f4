using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Random scripts against the reference model. <c>IOTC_MODEL_SEEDS</c> plays more of them, <c>IOTC_MODEL_FIRST</c> begins elsewhere.</summary>
[TestFixture]
[Conforms("MQTT-2.3.1-2")]
[Conforms("MQTT-2.3.1-3")]
[Conforms("MQTT-3.1.0-1")]
[Conforms("MQTT-3.3.1-1")]
[Conforms("MQTT-4.3.2-1")]
[Conforms("MQTT-4.3.2-2")]
[Conforms("MQTT-4.3.3-1")]
[Conforms("MQTT-4.3.3-2")]
[Conforms("MQTT-4.4.0-1")]
[Conforms("MQTT-4.6.0-1")]
[Conforms("MQTT-4.6.0-2")]
[Conforms("MQTT-4.6.0-3")]
[Conforms("MQTT-4.6.0-4")]
public sealed class SessionModelTests
{
    private const int DefaultSeeds = 3000;

    [Test]
    public void EverySeedHolds()
    {
        int first = Setting("IOTC_MODEL_FIRST", 1);
        int count = Setting("IOTC_MODEL_SEEDS", DefaultSeeds);
        string? report = null;
        Parallel.For(first, first + count, (seed, state) =>
        {
            string? failure = ModelRun.Play(seed);
            if (failure == null) return;
            Interlocked.CompareExchange(ref report, failure, null);
            state.Stop();
        });
        Assert.That(report, Is.Null);
    }

    internal static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
