using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Readme;

/// <summary>What a page shows is what a file here compiles.</summary>
public sealed class ReadmeTests
{
    [TestCase("README.md", "ReadmePrograms.cs", 20)]
    [TestCase("docs/provisioning.md", "ProvisioningPrograms.cs", 9)]
    public void EveryLineOfTheProgramsIsCompiled(string page, string source, int lines)
    {
        string[] compiled = [.. File.ReadLines(Path.Combine(FindRoot(), "tests/IoTC.EndToEnd.Tests/Readme", source)).Select(line => line.Trim())];
        string[] shown = [.. ProgramLines(page).Where(line => line is not ("" or "…"))];
        Assert.That(shown, Has.Length.GreaterThan(lines));
        Assert.That(shown.Except(compiled), Is.Empty);
    }

    [TestCase("## On .NET")]
    [TestCase("## On a board, or anywhere with an `ITransport`")]
    public void AWholeProgramIsAtMostFifteenLines(string heading)
    {
        string[] program =
        [
            .. File.ReadLines(Path.Combine(FindRoot(), "README.md")).SkipWhile(line => line != heading).SkipWhile(line => line != "```csharp").Skip(1)
                .TakeWhile(line => line != "```").Where(line => line.Length > 0 && !line.StartsWith("using IoTC", StringComparison.Ordinal)),
        ];
        Assert.That(program, Has.Length.InRange(5, 15));
        foreach (string part in new[] { "new IoTC", "SendTelemetry", "OnProperty", "OnCommand", "Connect" }) Assert.That(string.Concat(program), Does.Contain(part));
    }

    private static IEnumerable<string> ProgramLines(string page)
    {
        bool isProgram = false;
        foreach (string line in File.ReadLines(Path.Combine(FindRoot(), page)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isProgram = line == "```csharp";
            else if (isProgram) yield return line.Trim();
        }
    }

    private static string FindRoot()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "IoTC.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
