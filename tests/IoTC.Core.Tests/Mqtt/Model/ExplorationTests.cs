using System;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>
/// Every interleaving of small scenarios, see docs/mqtt-model.md. <c>IOTC_EXPLORE_STATES</c> lifts the limit of states of the large one.
/// </summary>
[TestFixture]
[Conforms("MQTT-4.3.2-1")]
[Conforms("MQTT-4.3.3-1")]
[Conforms("MQTT-4.3.3-2")]
[Conforms("MQTT-4.4.0-1")]
[Conforms("MQTT-4.6.0-1")]
public sealed class ExplorationTests
{
    [Test]
    public void TwoMessagesOneWayOneTheOtherAndOneLossHoldInEveryOrder() => Explore(new Scenario([2, 1], [2], 1), int.MaxValue, int.MaxValue);

    [Test]
    public void AForgottenSessionHoldsInEveryOrder() => Explore(new Scenario([1, 2], [2], 1, 1), int.MaxValue, int.MaxValue);

    [Test]
    public void AMessageTooLargeToRideAlongHoldsInEveryOrder() => Explore(new Scenario([1, 2], [], 1) { FirstSize = 17_000 }, int.MaxValue, int.MaxValue);

    [Test]
    public void TwoMessagesOfEachQoSEachWayAndOneLossHoldUpToALimit()
        => Explore(new Scenario([0, 1, 2, 2, 1, 0], [2, 1, 0, 1, 2, 0], 1), int.MaxValue, SessionModelTests.Setting("IOTC_EXPLORE_STATES", 20_000));

    private static void Explore(Scenario scenario, int maxDepth, int maxStates)
    {
        var exploration = new Exploration(scenario);
        string? failure = exploration.Run(maxDepth, maxStates);
        TestContext.Out.WriteLine(FormattableString.Invariant(
            $"{exploration.States} states, {exploration.Transitions} transitions, depth {exploration.Depth}, {exploration.Ends} ends{(exploration.IsCut ? ", cut" : "")}"));
        Assert.That(failure, Is.Null);
        Assert.That(exploration.IsCut || exploration.Ends > 0, "nothing comes to an end");
    }
}
