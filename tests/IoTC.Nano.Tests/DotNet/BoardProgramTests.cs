using System;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace IoTC.Nano.Tests.DotNet;

/// <summary>The board program, run on .NET.</summary>
[NonParallelizable]
public sealed class BoardProgramTests
{
    [Test]
    public void EveryTestOfTheBoardPasses()
    {
        string[] lines = Run();
        Assert.That(lines[..^1].Where(line => !line.StartsWith("PASS ", StringComparison.Ordinal)), Is.Empty);
        Assert.That(lines[^1], Is.EqualTo($"{lines.Length - 1} passed, 0 failed"));
        Assert.That(lines.Length - 1, Is.GreaterThanOrEqualTo(60));
        Assert.That(lines, Is.Unique);
    }

    [Test]
    public void FailureIsPrintedAndCounted()
    {
        var check = new Check();
        string output = Capture(() => check.Test("planted", () => Check.Equal(1, 2)));
        Assert.That(output.TrimEnd(), Is.EqualTo("FAIL planted: expected 1, was 2"));
        Assert.That((check.Passed, check.Failed), Is.EqualTo((0, 1)));
    }

    private static string[] Run() => Capture(Program.Main).Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries);

    private static string Capture(Action run)
    {
        TextWriter console = Console.Out;
        using StringWriter output = new();
        Console.SetOut(output);
        try
        {
            run();
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }
}
