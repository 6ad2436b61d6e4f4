using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard.Layers;

/// <summary>Holds the direction of dependencies inside the core, and that the core depends on nothing.</summary>
public sealed class CoreLayersTests
{
    private static readonly string CoreFolder = Path.Combine(PortableSources.RepositoryRoot, "src", "IoTC.Core");

    [Test]
    public void NoFolderNamesOneAboveIt() => Assert.That(CoreLayers.FindViolations(ReadCore()), Is.Empty);

    [Test]
    public void EveryFolderHasItsRule()
    {
        IEnumerable<string> folders = ReadCore().Select(source => source.Key.Split('/')[0]).Distinct();
        Assert.That(folders, Is.SubsetOf(CoreLayers.Allowed.Keys));
    }

    [Test]
    public void ArrowThatPointsBackIsFound()
    {
        var planted = new KeyValuePair<string, string>("Buffers/Planted.cs", "namespace IoTC.Buffers; class Planted { IoTC.Mqtt.MqttSession? session; }");
        Assert.That(CoreLayers.FindViolations(ReadCore().Append(planted)), Has.One.Contains("Buffers/Planted.cs(1): Buffers names MqttSession of Mqtt"));
    }

    [Test]
    public void CoreReferencesNoPackageAndNoProject()
    {
        XDocument project = XDocument.Load(Path.Combine(CoreFolder, "IoTC.Core.csproj"));
        Assert.That(project.Descendants().Select(element => element.Name.LocalName), Has.None.EqualTo("PackageReference").And.None.EqualTo("ProjectReference"));
    }

    [Test]
    public void CoreAssemblyReferencesOnlyTheRuntime()
        => Assert.That(typeof(IoTCOptions).Assembly.GetReferencedAssemblies().Select(name => name.Name), Has.All.StartsWith("System."));

    private static IEnumerable<KeyValuePair<string, string>> ReadCore()
        => Directory.EnumerateFiles(CoreFolder, "*.cs", SearchOption.AllDirectories)
            .Select(path => new KeyValuePair<string, string>(Path.GetRelativePath(CoreFolder, path).Replace('\\', '/'), path))
            .Where(source => !source.Key.StartsWith("bin/", System.StringComparison.Ordinal) && !source.Key.StartsWith("obj/", System.StringComparison.Ordinal))
            .Where(source => !source.Key.EndsWith(".Portable.cs", System.StringComparison.Ordinal))
            .Select(source => new KeyValuePair<string, string>(source.Key, File.ReadAllText(source.Value)));
}
