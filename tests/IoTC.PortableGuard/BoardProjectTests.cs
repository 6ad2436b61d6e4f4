using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The board's own projects cannot be built here; so what they say is held: files, versions, language, layout.</summary>
public sealed partial class BoardProjectTests
{
    private const string Folder = "src/IoTC.Transport.NanoFramework";

    private const string CoreProject = $"{Folder}/Core/IoTC.Core.nfproj";

    private static readonly string[] CorePackages = ["nanoFramework.CoreLibrary 1.17.11", "nanoFramework.System.Text 1.3.42"];

    private static readonly string[] NetPackages =
    [
        .. CorePackages, "nanoFramework.Runtime.Events 1.11.37", "nanoFramework.Runtime.Native 1.7.11", "nanoFramework.System.IO.Streams 1.1.96",
        "nanoFramework.System.Net 1.11.60", "nanoFramework.System.Threading 1.1.52",
    ];

    private static IEnumerable<TestCaseData> Projects =>
    [
        new TestCaseData(CoreProject, CorePackages, new[] { BoardSources.Core }),
        new TestCaseData($"{Folder}/Transport/IoTC.Transport.NanoFramework.nfproj", NetPackages, new[] { BoardSources.Transport }),
        new TestCaseData("samples/NanoThermostat/NanoThermostat.nfproj", NetPackages, new[] { BoardSources.Sample }),
        new TestCaseData($"{BoardSources.Program}/IoTC.Nano.Tests.nfproj", CorePackages, new[] { BoardSources.Program, BoardSources.Core }),
    ];

    /// <summary>Exactly what the guard compiles: every portable file, no modern one; the board's core leaves out what a device for the hub does not need.</summary>
    [TestCaseSource(nameof(Projects))]
    public void CompilesWhatTheGuardChecks(string project, string[] packages, string[] folders)
    {
        string directory = Path.GetDirectoryName(FullPath(project))!;
        IEnumerable<string> compiled = Elements(project, "Compile").SelectMany(item => Expand(directory, (string)item.Attribute("Include")!, (string?)item.Attribute("Exclude") ?? ""));
        IEnumerable<string> expected = folders.SelectMany(folder => PortableSources.FromFolders(folder).Select(source => FullPath($"{folder}/{source.Path}")));
        if (project == CoreProject) expected = expected.Where(path => !path.StartsWith(FullPath($"{BoardSources.Core}/Client/Mqtt/"), StringComparison.Ordinal));
        Assert.That(packages, Is.Not.Empty);
        Assert.That(compiled.Order(), Is.EqualTo(expected.Order()));
    }

    [TestCaseSource(nameof(Projects))]
    public void NamesTheKnownPackages(string project, string[] packages, string[] folders)
    {
        Assert.That(folders, Is.Not.Empty);
        XElement config = XDocument.Load(Path.Combine(Path.GetDirectoryName(FullPath(project))!, "packages.config")).Root!;
        Assert.That(config.Elements().Select(package => $"{package.Attribute("id")!.Value} {package.Attribute("version")!.Value}"), Is.EquivalentTo(packages));
        Assert.That(config.Elements().Select(package => package.Attribute("targetFramework")!.Value), Is.All.EqualTo("netnano1.0"));
        Assert.That(Elements(project, "HintPath").Select(hint => PackageOf().Match(hint.Value).Groups is { } g ? $"{g[1].Value} {g[2].Value}" : ""), Is.EquivalentTo(packages));
        Assert.That(Elements(project, "LangVersion").Single().Value, Is.EqualTo("10"));
    }

    [TestCaseSource(nameof(Projects))]
    public void ReferencesWhatExists(string project, string[] packages, string[] folders)
    {
        Assert.That(packages.Length + folders.Length, Is.Positive);
        string directory = Path.GetDirectoryName(FullPath(project))!;
        string[] references = [.. Elements(project, "ProjectReference").Select(item => Path.Combine(directory, item.Attribute("Include")!.Value.Replace('\\', '/')))];
        Assert.That(references.Where(reference => !File.Exists(reference)), Is.Empty);
        Assert.That(Elements(project, "HintPath").Select(hint => Path.GetFullPath(Path.Combine(directory, hint.Value.Replace('\\', '/'))))
            .Where(path => !path.StartsWith(FullPath($"{Folder}/packages"), StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("Core/IoTC.Core.nuspec", "Core/packages.config")]
    [TestCase("Transport/IoTC.Transport.NanoFramework.nuspec", "Transport/packages.config")]
    public void PackageHasTheBoardsLayout(string nuspec, string config)
    {
        XElement package = XDocument.Load(FullPath($"{Folder}/{nuspec}")).Root!;
        XNamespace space = package.Name.Namespace;
        string[] assemblies = [.. package.Descendants(space + "file").Where(file => file.Attribute("src")!.Value.StartsWith("bin", StringComparison.Ordinal)).Select(file => file.Attribute("target")!.Value)];
        Assert.That(assemblies, Has.Length.EqualTo(4).And.All.EqualTo("lib\\netnano1.0"));
        Assert.That(package.Descendants(space + "group").Single().Attribute("targetFramework")!.Value, Is.EqualTo(".NETnanoFramework1.0"));
        IEnumerable<string> needed = XDocument.Load(FullPath($"{Folder}/{config}")).Root!.Elements().Select(one => one.Attribute("id")!.Value + one.Attribute("version")!.Value);
        Assert.That(needed, Is.SubsetOf(package.Descendants(space + "dependency").Select(one => one.Attribute("id")!.Value + one.Attribute("version")!.Value)));
    }

    [Test]
    public void SolutionHoldsAllOfThem()
    {
        string solution = File.ReadAllText(FullPath($"{Folder}/IoTC.NanoFramework.sln"));
        string[] paths = [.. ProjectPath().Matches(solution).Select(match => Path.GetFullPath(Path.Combine(FullPath(Folder), match.Groups[1].Value.Replace('\\', '/'))))];
        Assert.That(paths, Is.EquivalentTo(Projects.Select(project => FullPath((string)project.Arguments[0]!))));
        Assert.That(Elements(CoreProject, "ProjectGuid").Single().Value, Does.StartWith("{").And.Matches<string>(solution.Contains));
    }

    // The few globs that the projects use: ** for any folders, * inside a name, ; between patterns.
    private static IEnumerable<string> Expand(string directory, string include, string exclude)
    {
        Regex[] excluded = [.. exclude.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pattern => ToRegex(directory, pattern))];
        Regex included = ToRegex(directory, include);
        string root = Path.GetFullPath(Path.Combine(directory, include.Replace('\\', '/').Split('*')[0]));
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => included.IsMatch(file) && !excluded.Any(pattern => pattern.IsMatch(file)));
    }

    private static Regex ToRegex(string directory, string pattern)
    {
        string full = Path.GetFullPath(Path.Combine(directory, pattern.Replace('\\', '/')));
        return new Regex("^" + Regex.Escape(full).Replace(@"\*\*/", "(.*/)?").Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*") + "$");
    }

    private static IEnumerable<XElement> Elements(string project, string name) => XDocument.Load(FullPath(project)).Descendants().Where(element => element.Name.LocalName == name);

    private static string FullPath(string path) => Path.Combine(PortableSources.RepositoryRoot, path);

    [GeneratedRegex(@"packages\\([A-Za-z.]+?)\.(\d+\.\d+\.\d+)\\lib\\netnano1\.0\\[A-Za-z.]+\.dll$")]
    private static partial Regex PackageOf();

    [GeneratedRegex(@"""([^""]+\.nfproj)""")]
    private static partial Regex ProjectPath();
}
