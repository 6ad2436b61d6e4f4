using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace IoTC.Core.Tests.Storage;

/// <summary>Short words for tests of an outbox.</summary>
internal static class OutboxUnderTest
{
    public const long CreatedMs = 1_790_000_000_123;

    public static FileOutbox Open(MemoryDisk disk, Action<long, long>? dropped = null, string device = "thermostat-1")
        => Attach(new FileOutbox("memory", disk), dropped, device);

    public static FileOutbox Attach(FileOutbox outbox, Action<long, long>? dropped = null, string device = "thermostat-1")
    {
        outbox.Attach(device, dropped ?? (static (_, _) => { }));
        return outbox;
    }

    public static long Append(this FileOutbox outbox, string payload, string properties = "")
    {
        IoTCError error = outbox.TryAppend(Encoding.UTF8.GetBytes(properties), Encoding.UTF8.GetBytes(payload), CreatedMs, out long sequence);
        return error == IoTCError.None ? sequence : throw new IoTCException(error, error.ToString());
    }

    public static void AppendMany(this FileOutbox outbox, int first, int count)
    {
        for (int i = first; i < first + count; i++) outbox.Append(i.ToString());
    }

    /// <summary>All that is kept, in order.</summary>
    public static List<(long Sequence, string Payload)> ReadAll(this FileOutbox outbox, long from = 1)
    {
        var all = new List<(long, string)>();
        var record = new OutboxRecord();
        while (outbox.TryRead(from, record))
        {
            all.Add((record.Sequence, Encoding.UTF8.GetString(record.Payload.Span)));
            from = record.Sequence + 1;
        }

        return all;
    }

    public static string[] ReadPayloads(this FileOutbox outbox, long from = 1) => [.. outbox.ReadAll(from).Select(static each => each.Payload)];

    public static string[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(static i => i.ToString())];
}
