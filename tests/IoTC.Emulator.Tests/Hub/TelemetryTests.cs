using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class TelemetryTests : EmulatorFixture
{
    [TestCase(0)]
    [TestCase(1)]
    public async Task ArrivesWithItsProperties(int qos)
    {
        EmulatedDevice device = Azure.AddDevice("t1");
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await client.PublishAsync("devices/t1/messages/events/%24.ct=application%2Fjson&$.ce=utf-8&color=dark%20red&flag&empty=", """{"t":21.5}""", Limit, qos);

        TelemetryMessage message = await device.NextTelemetryAsync(cancellationToken: Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.PayloadText, Is.EqualTo("""{"t":21.5}"""));
            Assert.That(message.ToJson().GetProperty("t").GetDouble(), Is.EqualTo(21.5));
            Assert.That(message.ContentType, Is.EqualTo("application/json"));
            Assert.That(message.ContentEncoding, Is.EqualTo("utf-8"));
            Assert.That(message.Properties, Has.Count.EqualTo(3));
            Assert.That(message.Properties["color"], Is.EqualTo("dark red"));
            Assert.That(message.Properties["flag"], Is.Null);
            Assert.That(message.Properties["empty"], Is.Empty);
            Assert.That(message.QualityOfService, Is.EqualTo(qos));
            Assert.That(message.IsDuplicate, Is.False);
        }
    }
}
