using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NUnit.Framework;

namespace IoTC.Fuzz.Tests;

/// <summary>A run of fixed length over each target. <c>IOTC_FUZZ_SECONDS</c> lengthens it, <c>IOTC_FUZZ_SEED</c> changes it.</summary>
[TestFixture]
public sealed class RandomRunTests
{
    private static IEnumerable<string> Names => FuzzTargets.All.Select(t => t.Name);

    [TestCaseSource(nameof(Names))]
    public void AnyBytesInAnyPiecesGiveEventsOrAProtocolError(string name)
    {
        string? report = FuzzRun.Play(FuzzTargets.Find(name), Setting("IOTC_FUZZ_SEED", 1), Setting("IOTC_FUZZ_SECONDS", 0), out long runs);
        TestContext.Out.WriteLine($"{runs} inputs");
        Assert.That(report, Is.Null);
        Assert.That(runs, Is.GreaterThan(1000));
    }

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
