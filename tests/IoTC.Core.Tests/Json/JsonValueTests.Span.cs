using System.Text;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonValueSpanTests
{
    [Test]
    public void RawIsTheValueAndNothingAroundIt()
    {
        Assert.That(Encoding.UTF8.GetString(JsonValue.Parse(" {\"a\":1} ").Raw), Is.EqualTo("{\"a\":1}"));
        Assert.That(default(JsonValue).Raw.Length, Is.Zero);
    }
}
