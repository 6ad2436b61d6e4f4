using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using IoTC.Emulator.State;
using IoTC.Emulator.Tests.Support;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.State;

/// <summary>The file itself: who may read it, and which files are refused.</summary>
public sealed class DataFileTests : StateFixture
{
    [Test]
    [Platform("Linux,MacOsX")]
    [UnsupportedOSPlatform("windows")]
    public async Task OnlyItsOwnerMayReadItAndItsLog()
    {
        string folder = Path.GetDirectoryName(DataFile)!;
        UnixFileMode[] modes = [.. Directory.GetFiles(folder).Select(File.GetUnixFileMode)];
        Assert.That(modes, Has.Length.GreaterThan(1).And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await Azure.DisposeAsync();
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { DataFile }), "an orderly stop leaves one file");
    }

    [Test]
    public void OneEmulatorAtATime() =>
        Assert.That(() => IoTCEmulator.StartAsync(Options(DataFile)), Throws.InstanceOf<IOException>().With.Message.EqualTo($"{DataFile} is in use by another emulator."));

    [Test]
    public async Task AFileOfANewerEmulatorIsRefusedAndLeftAlone()
    {
        Azure.AddDevice("d1");
        await Azure.DisposeAsync();
        Execute(DataFile, "PRAGMA user_version = 2");
        byte[] before = await File.ReadAllBytesAsync(DataFile, Limit);
        Assert.That(
            () => IoTCEmulator.StartAsync(Options(DataFile)),
            Throws.InstanceOf<IOException>().With.Message.EqualTo($"{DataFile} is of version 2, this emulator knows those up to 1: use a newer emulator, or another file."));
        Assert.That(await File.ReadAllBytesAsync(DataFile, Limit), Is.EqualTo(before));
    }

    [Test]
    public void ADatabaseOfAnotherProgramIsRefusedAndLeftAlone()
    {
        string file = InFolder("other.db");
        File.Create(file).Dispose();
        Execute(file, "CREATE TABLE theirs (a)");
        byte[] before = File.ReadAllBytes(file);
        Assert.That(() => IoTCEmulator.StartAsync(Options(file)), Throws.InstanceOf<IOException>().With.Message.EqualTo($"{file} is a database of another program."));
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(before));
    }

    [Test]
    public void WhatIsNoDatabaseIsRefusedAndLeftAlone()
    {
        string file = InFolder("letter.txt");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("Dear reader, ", 1000)));
        byte[] before = File.ReadAllBytes(file);
        Assert.That(() => IoTCEmulator.StartAsync(Options(file)), Throws.InstanceOf<IOException>().With.Message.StartsWith($"{file} is no data file, or a damaged one: "));
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(before));
    }

    [Test]
    public async Task AStartThatFailsLetsGoOfTheFile()
    {
        await Azure.DisposeAsync();
        Assert.That(() => IoTCEmulator.StartAsync(new EmulatorOptions { DataFile = DataFile, GroupKey = "no key" }), Throws.ArgumentException);
        await RestartAsync();
    }

    [Test]
    public async Task AFolderIsMade()
    {
        string file = InFolder(Path.Combine("deep", "er", "emulator.db"));
        await using (await IoTCEmulator.StartAsync(Options(file)))
        {
        }

        Assert.That(File.Exists(file), Is.True);
    }

    [Test]
    public async Task AWriteThatFailsIsToldAndWhatWasWrittenBeforeStays()
    {
        string file = InFolder("failing.db");
        var identity = new SavedIdentity("d1", new SavedAttestation("a2V5", "a2V5", null, null, null), true, null, null, null, null, false, null);
        StateStore store = StateStore.Open(file, 1);
        store.Journal.Add(tables => tables.AddIdScope("before"));
        await store.DisposeAsync();

        store = StateStore.Open(file, 1);
        store.Journal.Add(tables =>
        {
            tables.AddDevice(1, identity);
            tables.AddDevice(2, identity);   // a second of the same name
        });
        Assert.That(() => store.Writing.WaitAsync(Limit), Throws.InstanceOf<IOException>().With.Message.StartsWith($"{file} can no longer be written; what has changed since is lost: "));
        store.Journal.Add(tables => tables.AddIdScope("after"));
        Assert.That(store.FlushAsync, Throws.InstanceOf<IOException>());
        Assert.That(() => store.DisposeAsync().AsTask(), Throws.InstanceOf<IOException>());

        await using StateStore again = StateStore.Open(file, 1);
        Assert.That((again.Saved.IdScopes, again.Saved.Devices.Count), Is.EqualTo((new[] { "before" }, 0)), "no half of a change");
    }

    private static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
