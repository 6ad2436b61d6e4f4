using System;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Samples;

/// <summary>The sample as people run it, with a shorter outage.</summary>
public sealed class OutageTests
{
    [Test]
    public async Task Proves_that_nothing_is_missing()
    {
        string program = typeof(OutageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Outage").Value!;
        await using ProcessRun run = ProcessRun.Start("dotnet", [program, "--for", "4"]);
        int exitCode = await run.WaitAsync(120);
        Assert.That(run.Error, Is.Empty);
        Assert.That(exitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Contain("nothing is missing").And.Contain("are still there"));
        Assert.That(run.Output.Split('\n').Single(line => line.Contains(" gaps ", StringComparison.Ordinal)), Does.EndWith(" 0"));
    }
}
