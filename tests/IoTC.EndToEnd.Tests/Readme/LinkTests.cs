using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Readme;

/// <summary>What the documentation points at is there: files behind links, headings behind fragments, folders and files named in the text.</summary>
public sealed partial class LinkTests
{
    private static readonly string Root = FindRoot();

    private static IEnumerable<string> Pages() =>
        new[] { "README.md", "CHANGELOG.md", "bench/README.md" }
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)));

    [TestCaseSource(nameof(Pages))]
    public void EveryLinkLeadsSomewhere(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root, page));
        string folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        IEnumerable<string> broken = Link().Matches(text).Select(match => match.Groups["target"].Value).Where(target => !IsThere(target, folder, text));
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(Pages))]
    public void EveryPathThatIsNamedExists(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root, page));
        IEnumerable<string> missing = NamedPath().Matches(text).Select(match => match.Groups["path"].Value).Where(path => !Exists(Path.Combine(Root, path)));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void ReadmeLeadsToEveryPage()
    {
        string readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(path => $"(docs/{Path.GetFileName(path)})");
        Assert.That(pages.Where(page => !readme.Contains(page, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void EveryDecisionIsListedByItsNumberAndTitle()
    {
        string list = File.ReadAllText(Path.Combine(Root, "docs/adr/README.md"));
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Root, "docs/adr"), "0*.md"))
        {
            string file = Path.GetFileName(path);
            string[] heading = File.ReadLines(path).First().TrimStart('#', ' ').Split(". ", 2);
            Assert.That(heading[0].PadLeft(4, '0'), Is.EqualTo(file[..4]), file);
            Assert.That(list, Does.Contain($"- {heading[0]}. [{heading[1]}]({file})"));
        }
    }

    [TestCase("[a](docs/nothing.md)")]
    [TestCase("[a](README.md#no-such-heading)")]
    [TestCase("[a](#no-such-heading)")]
    public void ALinkToNothingIsFound(string text)
        => Assert.That(IsThere(Link().Match(text).Groups["target"].Value, Root, text), Is.False);

    [Test]
    public void HeadingsAreFoundByTheirFragments()
        => Assert.That(IsThere("#2-is-it-an-itransport", Root, "# A\n\n## 2. Is it an `ITransport`?\n"), Is.True);

    private static bool IsThere(string target, string folder, string text)
    {
        if (target.StartsWith("https://", StringComparison.Ordinal)) return true;      // not looked at: tests need no network
        string[] parts = target.Split('#');
        string path = Path.Combine(folder, parts[0]);
        if (parts[0].Length > 0 && !Exists(path)) return false;
        return parts.Length == 1 || Headings(parts[0].Length > 0 ? File.ReadAllText(path) : text).Contains(parts[1]);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    // As GitHub makes them: lower case, punctuation left out, spaces to hyphens.
    private static IEnumerable<string> Headings(string text) =>
        text.Split('\n').Where(line => line.StartsWith('#')).Select(line =>
            string.Concat(line.TrimStart('#').Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'));

    private static string FindRoot()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "IoTC.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(src|tests|samples|tools|bench|docs|\.ci)/[\w./-]+)`")]
    private static partial Regex NamedPath();
}
