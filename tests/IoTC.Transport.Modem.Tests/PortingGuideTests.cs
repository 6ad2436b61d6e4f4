using System;
using System.IO;
using NUnit.Framework;

namespace IoTC.Transport.Modem;

/// <summary>What docs/porting.md shows is what is tested, and it is as short as it says.</summary>
public sealed class PortingGuideTests
{
    private const int MaxLines = 100;

    [TestCase("ModemTransport.cs")]
    [TestCase("ISerialLine.cs")]
    public void GuideShowsTheTestedFileWhole(string file) =>
        Assert.That(Read("docs/porting.md"), Does.Contain("```csharp\n" + Read("tests/IoTC.Transport.Modem.Tests/" + file) + "```\n"));

    [Test]
    public void TransportIsShorterThanPromised()
    {
        int lines = Read("tests/IoTC.Transport.Modem.Tests/ModemTransport.cs").TrimEnd().Split('\n').Length;
        Assert.That(lines, Is.LessThan(MaxLines));
        Assert.That(Read("docs/porting.md"), Does.Contain($"serial modem, {lines} lines long"));
    }

    private static string Read(string path)
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "IoTC.sln"))) directory = directory.Parent;
        return File.ReadAllText(Path.Combine(directory!.FullName, path));
    }
}
