using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard.Silent;

/// <summary>No portable file does what a board does otherwise; and each such thing is found when it is planted.</summary>
public sealed class SilentDifferencesTests
{
    /// <summary>The core with what runs over it.</summary>
    [Test]
    public void CoreTransportAndSample() =>
        Assert.That(SilentDifferences.Find(BoardSources.Read(BoardSources.Core, BoardSources.Transport, BoardSources.Sample), BoardSources.NetLibrary), Is.Empty);

    [Test]
    public void TestProgram() => Assert.That(SilentDifferences.Find(BoardSources.Read(BoardSources.Core, BoardSources.Program), BoardGuard.CoreLibrary), Is.Empty);

    [TestCase("char M(string s) => s[0];", "s[i] is counted")]
    [TestCase("void M(string s) { foreach (char c in s) { } }", "counted through")]
    [TestCase("string M(System.DayOfWeek d) => d.ToString();", "an enum prints its number")]
    [TestCase("string M(System.DayOfWeek d) => \"day \" + d;", "an enum prints its number")]
    [TestCase("string M(System.DayOfWeek d) => $\"day {d}\";", "an enum prints its number")]
    [TestCase("string M(System.DayOfWeek d) => string.Concat(\"day \", d);", "an enum prints its number")]
    [TestCase("string M(double x) => x.ToString();", "a double with 16 digits")]
    [TestCase("string M(double x) => x.ToString(\"R\");", "a double with 16 digits")]
    [TestCase("string M(float x) => \"x\" + x;", "a double with 16 digits")]
    [TestCase("string M(double x) => $\"{x}\";", "a double with 16 digits")]
    [TestCase("void M(System.Text.StringBuilder b, double x) => b.Append(x);", "a double with 16 digits")]
    [TestCase("void M(System.Text.StringBuilder b) => b.AppendLine(\"a\");", "CRLF")]
    [TestCase("int M(string s) => s.IndexOf(\"\");", "IndexOf(\"\") throws")]
    [TestCase("int M(int x) => checked(x * 2);", "checked never throws")]
    [TestCase("int M(int x) { checked { return x * 2; } }", "checked never throws")]
    [TestCase("void M() { try { } catch (System.IndexOutOfRangeException) { } }", "catch Exception")]
    [TestCase("void M() { try { } catch (System.InvalidCastException e) { throw e; } }", "catch Exception")]
    [TestCase("static int F; static C() { F = 1; }", "a static constructor")]
    [TestCase("string M() => \"a\\0b\";", "ends at U+0000")]
    public void PlantedDifferenceIsFound(string member, string reason) =>
        Assert.That(Find(member), Has.One.Property("Message").Contains(reason));

    [TestCase("char M(char[] c) => c[0];")]
    [TestCase("string M(System.DayOfWeek d) => \"day \" + ((int)d).ToString();")]
    [TestCase("string M(long x) => x.ToString() + \"s\";")]
    [TestCase("void M() { try { } catch (System.Exception) { } try { } catch (System.ArgumentException) { } try { } catch { } }")]
    [TestCase("int M(int x) => unchecked(x * 2);")]
    [TestCase("int M(string s) => s.IndexOf(\"a\") + s.IndexOf('a');")]
    [TestCase("static readonly int[] F = new int[] { 1, 2 };")]
    [TestCase("char M() => '\\0';")]
    public void WhatIsTheSameEverywherePasses(string member) => Assert.That(Find(member), Is.Empty);

    private static List<Rules.Violation> Find(string member) =>
        [.. SilentDifferences.Find([new SourceFile("Planted.cs", $"#nullable disable\nclass C {{ {member} }}")], BoardGuard.CoreLibrary).Distinct()];
}
