using System;
using NUnit.Framework;

namespace IoTC.Fuzz.Tests;

/// <summary>Each property can fail: a run finds the fault, shortens the input, and says how to see it again.</summary>
[TestFixture]
public sealed class FaultTests
{
    [TestCase("no exception")]
    [TestCase("nothing around is read")]
    [TestCase("nothing around is written")]
    [TestCase("bounded allocation")]
    [TestCase("same in pieces")]
    public void AFaultIsFoundAndShortened(string property)
    {
        string? report = FuzzRun.Play(new FaultyTarget(property), 1, 0, out _);
        Assert.That(report, Does.StartWith($"faulty, seed 1: {property}: "));
        Assert.That(report, Does.Contain("--target faulty --hex "));
        Assert.That(report!.Split("--hex ")[1], Has.Length.LessThanOrEqualTo(4).And.Contain("EE"));
    }

    [Test]
    public void ASeedRepeatsARun()
    {
        var target = new FaultyTarget("");
        var first = new Mutator(target, [[1, 2, 3]], 5);
        var second = new Mutator(target, [[1, 2, 3]], 5);
        for (int i = 0; i < 100; i++) Assert.That(first.Next(), Is.EqualTo(second.Next()));
    }

    [Test]
    public void AnUnknownTargetIsNamed() => Assert.That(() => FuzzTargets.Find("x"), Throws.TypeOf<ArgumentException>().With.Message.Contains("packet"));
}
