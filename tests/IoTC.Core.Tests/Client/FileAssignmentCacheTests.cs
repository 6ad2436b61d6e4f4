using System;
using System.IO;
using System.Runtime.Versioning;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

[TestFixture]
internal sealed class FileAssignmentCacheTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("iotc-cache").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void WhatIsStoredIsLoaded()
    {
        var cache = new FileAssignmentCache(Path.Combine(_folder, "a", "b.json"));
        Assert.That(cache.Load(), Is.Null);
        cache.Store(Make("one"));
        cache.Store(Make("twö"));
        DeviceAssignment loaded = new FileAssignmentCache(Path.Combine(_folder, "a", "b.json")).Load()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((loaded.ConfiguredIdScope, loaded.IdScope, loaded.RegistrationId), Is.EqualTo(("c", "s", "r")));
            Assert.That((loaded.HubHost, loaded.DeviceId, loaded.Substatus), Is.EqualTo(("h:1", "twö", "u")));
            Assert.That((loaded.PayloadJson, loaded.ClockOffsetSeconds), Is.EqualTo(("{\"a\":\"ä\"}", -5L)));
            Assert.That(Directory.GetFiles(Path.Combine(_folder, "a")), Has.Length.EqualTo(1));
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void FolderAndFileAreForTheDevicesUserAlone()
    {
        string path = Path.Combine(_folder, "a", "b.json");
        new FileAssignmentCache(path).Store(Make("one"));
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(Mode));
        Assert.That(File.GetUnixFileMode(Path.Combine(_folder, "a")), Is.EqualTo(Mode | UnixFileMode.UserExecute));
    }

    // A run that ended between writing and renaming leaves a part beside the file; it harms nothing.
    [Test]
    public void PartLeftByAnInterruptionIsPassedOver()
    {
        string path = Path.Combine(_folder, "a.json");
        var cache = new FileAssignmentCache(path);
        cache.Store(Make("one"));
        File.WriteAllText(path + ".new", "{\"vers");
        Assert.That(cache.Load()!.DeviceId, Is.EqualTo("one"));
        cache.Store(Make("two"));
        Assert.That(cache.Load()!.DeviceId, Is.EqualTo("two"));
    }

    [Test]
    public void FileThatCannotBeWrittenLeavesTheOneBefore()
    {
        string path = Path.Combine(_folder, "a.json");
        var cache = new FileAssignmentCache(path);
        cache.Store(Make("one"));
        Directory.CreateDirectory(path + ".new");
        Assert.That(() => cache.Store(Make("two")), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(cache.Load()!.DeviceId, Is.EqualTo("one"));
    }

    [Test]
    public void FileWithoutMeasureIsNotRead()
    {
        string path = Path.Combine(_folder, "a.json");
        File.WriteAllBytes(path, new byte[100_000]);
        Assert.That(() => new FileAssignmentCache(path).Load(), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void PathIsNeeded() => Assert.That(() => new FileAssignmentCache(" "), Throws.ArgumentException);

    private static DeviceAssignment Make(string deviceId) => new()
    {
        ConfiguredIdScope = "c",
        IdScope = "s",
        RegistrationId = "r",
        HubHost = "h:1",
        DeviceId = deviceId,
        Substatus = "u",
        PayloadJson = "{\"a\":\"ä\"}",
        ClockOffsetSeconds = -5,
    };
}
