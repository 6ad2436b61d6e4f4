using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>A small file system of its own that really fills up, and is really made read-only.</summary>
[Platform("Linux")]
public sealed class RealDiskTests
{
    private string _mount = "";

    [SetUp]
    public void Mount()
    {
        _mount = Path.Combine(TestContext.CurrentContext.WorkDirectory, "disk-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_mount);
        if (Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", _mount)) return;
        Directory.Delete(_mount);
        _mount = "";
        Assert.Ignore("Mounting a small file system takes root; FailingDiskTests does it in memory.");
    }

    [TearDown]
    public void Unmount()
    {
        if (_mount.Length == 0) return;
        Run("umount", _mount);
        Directory.Delete(_mount);
    }

    [Test]
    public void Full_it_refuses_and_with_room_again_it_takes()
    {
        string folder = Path.Combine(_mount, "outbox");
        var accepted = new List<string>();
        using (FileOutbox outbox = Attach(new FileOutbox(folder)))
        {
            string ballast = Path.Combine(_mount, "ballast");
            File.WriteAllBytes(ballast, new byte[100 * 1024]);
            IoTCException refused = Fill(outbox, accepted);
            Assert.That(refused.Error, Is.EqualTo(IoTCError.Storage));
            Assert.That(refused.Message, Does.Contain("disk is full"));
            Assert.That(accepted, Has.Count.GreaterThan(50));
            Assert.That(outbox.ReadPayloads(), Is.EqualTo(accepted));
            File.Delete(ballast);
            int before = accepted.Count;
            Fill(outbox, accepted);
            Assert.That(accepted, Has.Count.GreaterThan(before + 30));
            Assert.That(outbox.ReadPayloads(), Is.EqualTo(accepted));
        }

        using FileOutbox again = Attach(new FileOutbox(folder));
        Assert.That(again.ReadPayloads(), Is.EqualTo(accepted));
        Assert.That(again.LostCount, Is.Zero);
    }

    [Test]
    public void Read_only_it_says_so()
    {
        string folder = Path.Combine(_mount, "outbox");
        using (FileOutbox outbox = Attach(new FileOutbox(folder))) outbox.Append("1");
        Assert.That(Run("mount", "-o", "remount,ro", _mount), Is.True);
        IoTCException refused = Assert.Throws<IoTCException>(() => Attach(new FileOutbox(folder)))!;
        Assert.That(refused.Error, Is.EqualTo(IoTCError.Storage));
        Assert.That(refused.Message, Does.Contain("cannot be written"));
        Assert.That(Run("mount", "-o", "remount,rw", _mount), Is.True);
        using FileOutbox again = Attach(new FileOutbox(folder));
        Assert.That(again.ReadPayloads(), Is.EqualTo(new[] { "1" }));
    }

    private static IoTCException Fill(FileOutbox outbox, List<string> accepted)
    {
        while (true)
        {
            string payload = accepted.Count + new string('x', 1000);
            try
            {
                outbox.Append(payload);
                accepted.Add(payload);
            }
            catch (IoTCException exception)
            {
                return exception;
            }
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
