using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard.Silent;

/// <summary>The core and its board program, run on .NET with strings and divisions that behave as a board's.</summary>
[NonParallelizable]
public sealed class BoardLikeProgramTests
{
    [Test]
    public void EveryTestPassesAsOnABoard()
    {
        IReadOnlyList<string> lines = BoardLikeProgram.Run(BoardSources.Read(BoardSources.Core, BoardSources.Program), out int rewritten);
        Assert.That(lines.SkipLast(1).Where(line => !line.StartsWith("PASS ")), Is.Empty);
        Assert.That(lines[^1], Is.EqualTo($"{lines.Count - 1} passed, 0 failed"));
        Assert.That(lines, Has.Count.GreaterThan(60));
        Assert.That(rewritten, Is.GreaterThanOrEqualTo(3));
    }

    [TestCase("System.Text.Encoding.UTF8.GetString(new byte[] { 97, 0, 98 }, 0, 3).Length", "1")]
    [TestCase("new string(new char[] { 'a', '\\0', 'b' }) + \"c\"", "ac")]
    [TestCase("Kind(() => One / (One - One))", "System.Exception")]
    [TestCase("Kind(() => One % (One - One))", "System.Exception")]
    [TestCase("Kind(() => 1.0 / (One - One))", "System.Exception")]
    [TestCase("7 / 2 + One / One", "4")]
    public void TheBehaviourIsABoards(string expression, string expected)
    {
        string source = "delegate double Number(); static class P { static int One = 1; static string Kind(Number n) { try { return n().ToString(); } catch (System.Exception e) { return e.GetType().FullName; } } "
            + "static void Main() => System.Console.WriteLine(" + expression + "); }";
        Assert.That(BoardLikeProgram.Run([new SourceFile("P.cs", "#nullable disable\n" + source)], out int rewritten), Is.EqualTo(new[] { expected }));
        Assert.That(rewritten, Is.Positive);
    }
}
