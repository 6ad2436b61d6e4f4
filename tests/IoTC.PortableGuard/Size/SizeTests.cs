using System;
using System.Collections.Generic;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard.Size;

/// <summary>The core compiles without its features, and docs/size.md tells their sizes.</summary>
public sealed class SizeTests
{
    private const int MaxDeviceBytes = 64 * 1024;

    [Test]
    public void DocumentTellsTheSizes()
    {
        var measured = new Dictionary<string, int>();
        GuardReport all = Check(Features.All);
        GuardReport device = Check(Features.NoMqttClient);
        foreach ((string space, int bytes) in all.CodeBytes) measured[space] = bytes;
        measured["whole core"] = all.TotalCodeBytes;
        measured["without Client/Mqtt: a device for the hub"] = device.TotalCodeBytes;
        measured["… and without Provisioning and Http"] = Check(Features.NoProvisioning).TotalCodeBytes;
        measured["… and without logging, with Provisioning"] = Check(Features.NoLogging).TotalCodeBytes;
        if (SizeTable.IsToBeUpdated) SizeTable.Write(measured);

        Dictionary<string, int> told = SizeTable.Read();
        Assert.That(told.Keys, Is.EquivalentTo(measured.Keys));
        foreach ((string name, int bytes) in measured)
        {
            Assert.That(told[name], Is.EqualTo(bytes).Within(Math.Max(64, bytes / 50)), $"{name} in docs/size.md; IOTC_UPDATE_DOCS=1 writes the table anew");
        }

        Assert.That(measured["without Client/Mqtt: a device for the hub"], Is.LessThan(MaxDeviceBytes));
    }

    private static GuardReport Check(IReadOnlyList<SourceFile> sources)
    {
        GuardReport report = BoardGuard.Check(sources, BoardGuard.CoreLibrary);
        Assert.That(report.Violations, Is.Empty, report.ToString());
        return report;
    }
}
