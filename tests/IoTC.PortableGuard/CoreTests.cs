using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The guard itself: the core's portable files, as they are now.</summary>
public sealed class CoreTests
{
    /// <summary>A budget, not a limit of the platform: firmware, library and application share a board's flash.</summary>
    private const int MaxCodeBytes = 64 * 1024;

    [Test]
    public void The_portable_core_runs_on_a_board()
    {
        IReadOnlyList<SourceFile> sources = PortableSources.FromFolders("src/IoTC.Core");
        GuardReport report = BoardGuard.Check(sources, BoardGuard.CoreLibrary);

        TestContext.Out.WriteLine($"{sources.Count} portable files, {report.TotalCodeBytes} bytes of IL");
        foreach ((string space, int bytes) in report.CodeBytes) TestContext.Out.WriteLine($"{bytes,8}  {space}");
        Assert.That(sources, Is.Not.Empty);
        Assert.That(report.Violations, Is.Empty, report.ToString());
    }

    // MqttClient, for brokers that are no hub, is left out by leaving its folder out.
    [Test]
    public void A_device_for_the_hub_stays_within_the_budget_of_code()
    {
        IReadOnlyList<SourceFile> sources = [.. PortableSources.FromFolders("src/IoTC.Core").Where(file => !file.Path.StartsWith("Client/Mqtt/", StringComparison.Ordinal))];
        GuardReport report = BoardGuard.Check(sources, BoardGuard.CoreLibrary);

        TestContext.Out.WriteLine($"{sources.Count} portable files, {report.TotalCodeBytes} bytes of IL");
        Assert.That(report.Violations, Is.Empty, report.ToString());
        Assert.That(report.TotalCodeBytes, Is.GreaterThan(0).And.LessThan(MaxCodeBytes));
    }
}
