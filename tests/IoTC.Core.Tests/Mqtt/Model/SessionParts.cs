using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>What the parts of a session hold, without where in their arrays they hold it.</summary>
internal static class SessionParts
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // A change of the session that moves a field shows as a failure here, not as states that seem alike.
    private static readonly FieldInfo QueueBytes = Field(typeof(OutboundQueue), "_bytes");
    private static readonly FieldInfo QueueEntries = Field(typeof(OutboundQueue), "_entries");
    private static readonly FieldInfo QueueHead = Field(typeof(OutboundQueue), "_head");
    private static readonly FieldInfo[] QueueNumbers =
        Array.ConvertAll(["_count", "_next", "_partial", "_handedOut", "_dropped", "_inflight", "_joined", "_released"], n => Field(typeof(OutboundQueue), n));

    public static bool TryGetContent(object value, Type type, out IEnumerable content)
    {
        content = Array.Empty<object>();
        if (value is OutboundQueue queue) content = Queue(queue);
        else if (value is DeferredAcknowledges or PendingRequests or PacketIdSet) content = Ring(value, type);
        else if (value is MqttEvent) return true;
        else return false;
        return true;
    }

    private static List<object> Queue(OutboundQueue queue)
    {
        var content = new List<object>();
        foreach (FieldInfo number in QueueNumbers) content.Add(number.GetValue(queue)!);
        var bytes = (byte[])QueueBytes.GetValue(queue)!;
        var entries = (OutboundEntry[])QueueEntries.GetValue(queue)!;
        int head = (int)QueueHead.GetValue(queue)!;
        for (int i = 0; i < queue.Count; i++)
        {
            OutboundEntry entry = entries[(head + i) % entries.Length];
            content.Add(entry.PacketId);
            content.Add(entry.Token);
            content.Add((int)entry.State);
            content.Add(entry.ReleaseOrder);
            content.Add((int)bytes[entry.Offset]);  // its DUP flag; all else of it follows from the token
        }

        return content;
    }

    private static List<object> Ring(object ring, Type type)
    {
        var content = new List<object>();
        Array items = (Array)(type.GetField("_entries", All) ?? Field(type, "_ids")).GetValue(ring)!;
        FieldInfo? headField = type.GetField("_head", All);
        int head = headField == null ? 0 : (int)headField.GetValue(ring)!;
        int count = (int)(type.GetField("_count", All) ?? Field(type, "<Count>k__BackingField")).GetValue(ring)!;
        for (int i = 0; i < count; i++) content.Add(items.GetValue((head + i) % items.Length)!);
        return content;
    }

    private static FieldInfo Field(Type type, string name)
        => type.GetField(name, All) ?? throw new InvalidOperationException($"{type.Name} has no {name} any more: teach the exploration its new parts.");
}
