using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IoTC.Nano.Tests.Scripted;
using NUnit.Framework;

namespace IoTC.Nano.Tests.DotNet;

/// <summary>The client's memory with the sizes recommended for a board. Measured on .NET in a board's measure; docs/size.md tells the same numbers.</summary>
[NonParallelizable]
public sealed class MemoryTests
{
    private const int MaxIdleBytes = 12 * 1024;

    [Test]
    public void IdleAndTransientAreWhatTheDocumentTells()
    {
        int transient = 0;
        var clock = new ScriptedClock();
        var cloud = new ScriptedCloud(clock);
        IoTCClient client = null!;
        client = new IoTCClient(Device.BoardOptions(), new WatchingTransport(cloud, () => transient = Math.Max(transient, Total(client))), null, clock);
        client.OnProperty("targetTemperature", p => true);
        client.OnCommand("reboot", c => c.Reply(200));
        client.Connect();
        for (int i = 0; i < 5; i++)
        {
            client.SendTelemetry("{\"temperature\":21.5}");
            client.Listen(50);
        }

        var idle = new ObjectGraph(client);
        var measured = new Dictionary<string, int>
        {
            ["objects, connected and idle"] = idle.Objects,
            ["bytes beside the buffers, connected and idle"] = idle.Bytes,
            ["bytes of the buffers (arrays of 1 KB and more)"] = idle.BufferBytes,
            ["largest sum of all, while connecting"] = transient,
        };
        foreach ((string name, int value) in measured) TestContext.Out.WriteLine($"| {name} | {value} |");
        Assert.That(idle.Bytes, Is.LessThan(MaxIdleBytes));
        Dictionary<string, int> told = ReadTable();
        Assert.That(told.Keys, Is.EquivalentTo(measured.Keys));
        foreach ((string name, int value) in measured) Assert.That(told[name], Is.EqualTo(value).Within(Math.Max(4, value / 20)), name + " in docs/size.md");
    }

    [Test]
    public void MessageAllocatesNothing()
    {
        Device device = new Device().Connect();
        device.Cloud.Hub.Logs = false;
        byte[] payload = Check.Utf8("{\"temperature\":21.5}");
        Exchange(device, payload, 100);
        int before = device.Cloud.Hub.Publishes;
        long start = GC.GetAllocatedBytesForCurrentThread();
        Exchange(device, payload, 1000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        Assert.That(device.Cloud.Hub.Publishes - before, Is.EqualTo(1000));
        Assert.That(device.Client.QueuedCount, Is.Zero);
        Assert.That(allocated, Is.Zero);
    }

    private static void Exchange(Device device, byte[] payload, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Check.That(device.Client.SendTelemetry(payload, 0, payload.Length), "telemetry is refused");
            device.Client.Listen(20);
        }
    }

    private static int Total(object client)
    {
        var graph = new ObjectGraph(client);
        return graph.Bytes + graph.BufferBytes;
    }

    private static Dictionary<string, int> ReadTable()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory != null && !File.Exists(Path.Combine(directory.FullName, "IoTC.sln"))) directory = directory.Parent;
        string text = File.ReadAllText(Path.Combine(directory!.FullName, "docs", "size.md"));
        string table = text.Substring(text.IndexOf("<!-- memory begin -->", StringComparison.Ordinal));
        return Regex.Matches(table.Substring(0, table.IndexOf("<!-- memory end -->", StringComparison.Ordinal)), @"^\| ([^|]+?) \| ([0-9]+) \|$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));
    }
}
