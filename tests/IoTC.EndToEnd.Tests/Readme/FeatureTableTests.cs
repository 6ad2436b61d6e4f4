using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Readme;

/// <summary>docs/features.md: each row of IoTC's names tests or scripts of .ci that exist, or says that there is nothing.</summary>
public sealed partial class FeatureTableTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] Words = ["yes", "app", "part", "–", "not"];       // "not looked": nobody has read that source for it

    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(Path.Combine(Root, "docs/features.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| feature", StringComparison.Ordinal))
            .Select(line => line[1..^1].Split('|', StringSplitOptions.TrimEntries));

    [Test]
    public void EveryRowIsWhole()
    {
        string[][] rows = [.. Rows()];
        Assert.That(rows, Has.Length.GreaterThan(50));
        foreach (string[] row in rows)
        {
            Assert.That(row, Has.Length.EqualTo(7), row[0]);
            foreach (string peer in row[1..6]) Assert.That(Words, Does.Contain(peer.Split(' ')[0]), row[0]);
            Assert.That(TestName().IsMatch(row[6]) || ScriptName().IsMatch(row[6]) || row[6].StartsWith("no", StringComparison.Ordinal), Is.True, row[0]);
        }
    }

    [Test]
    public void EveryTestThatIsNamedExists()
    {
        // A fixture may inherit its tests from a suite, and lie in several files.
        Dictionary<string, string> sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .ToDictionary(file => file, File.ReadAllText);
        var missing = new List<string>();
        foreach (Match name in Rows().SelectMany(row => TestName().Matches(row[6])))
        {
            string fixture = name.Groups["fixture"].Value;
            string method = name.Groups["method"].Value;
            string parent = sources.Values.Select(text => Regex.Match(text, $@"class {fixture}\b[^:{{]*: (\w+)")).FirstOrDefault(m => m.Success)?.Groups[1].Value ?? fixture;
            string[] candidates = [.. sources.Values.Where(text => Regex.IsMatch(text, $@"class ({fixture}|{parent})\b"))];
            bool exists = candidates.Length > 0 && (method.Length == 0 || candidates.Any(text => Regex.IsMatch(text, $@"public (async Task|Task|void) {method}\(")));
            if (!exists) missing.Add(name.Value);
        }

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void EveryScriptThatIsNamedExists()
        => Assert.That(Rows().SelectMany(row => ScriptName().Matches(row[6])).Select(name => Path.Combine(Root, name.Groups["path"].Value)).Where(path => !File.Exists(path)), Is.Empty);

    [Test]
    public void EveryNoteIsToldAndEveryToldNoteIsUsed()
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs/features.md"));
        string below = text[(text.LastIndexOf('|') + 1)..];
        string[] used = [.. Rows().SelectMany(row => row[1..6]).SelectMany(cell => Note().Matches(cell)).Select(note => note.Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.That(Note().Matches(below).Select(note => note.Value).Order(StringComparer.Ordinal), Is.EqualTo(used));
        foreach (string cell in Rows().SelectMany(row => row[1..6]).Where(cell => cell.StartsWith("part", StringComparison.Ordinal))) Assert.That(Note().IsMatch(cell), Is.True, cell);
    }

    private static string FindRoot()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "IoTC.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"`(?<fixture>\w+(Tests|Suite))(\.(?<method>\w+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(?<path>\.ci/\w+)`")]
    private static partial Regex ScriptName();

    [GeneratedRegex("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")]
    private static partial Regex Note();
}
