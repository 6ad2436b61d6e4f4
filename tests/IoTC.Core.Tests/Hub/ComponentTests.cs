using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Components that the program has named.</summary>
[TestFixture]
internal sealed class ComponentTests
{
    [TestCase("\"t2\":{\"a\":1,\"b\":{\"value\":2}}", "desired t2.a=1 v2|desired t2.b=2 v2")]
    [TestCase("\"t2\":{\"__t\":\"c\",\"a\":1}", "desired t2.a=1 v2")]
    [TestCase("\"t2\":{\"__t\":\"x\",\"a\":1}", "desired t2.a=1 v2")]
    [TestCase("\"t2\":{\"value\":5}", "desired t2.value=5 v2")]
    [TestCase("\"t2\":{}", "")]
    [TestCase("\"t2\":null", "desired t2=null v2")]
    [TestCase("\"t2\":7", "desired t2=7 v2")]
    [TestCase("\"t3\":{\"a\":1}", "desired t3={\"a\":1} v2")]
    [TestCase("\"t\":{\"a\":1},\"t22\":{\"a\":1}", "desired t={\"a\":1} v2|desired t22={\"a\":1} v2")]
    public void AKnownComponentNeedsNoMark(string members, string expected)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Engine.AddComponent("t2");
        driver.Engine.AddComponent("t2");
        driver.Events.Clear();
        driver.Cloud.Desired(2, members);
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(expected.Split('|').Where(e => e.Length > 0).Append("desired end v2")));
    }

    [TestCase("")]
    [TestCase("a*b")]
    [TestCase("a.b")]
    [TestCase("$a")]
    [TestCase("a b")]
    [TestCase("ä")]
    public void ANameThatIsNoneIsRefused(string name)
    {
        var driver = new EngineDriver(new ScriptedCloud());
        Assert.That(() => driver.Engine.AddComponent(name), Throws.ArgumentException.With.Message.Contains("letters, digits and _"));
        Assert.That(() => driver.Engine.AddComponent(new string('a', 513)), Throws.ArgumentException.With.Message.Contains("512"));
    }
}
