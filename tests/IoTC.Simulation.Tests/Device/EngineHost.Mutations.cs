using System;
using System.Collections.Generic;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Simulation.Tests.Cloud;

namespace IoTC.Simulation.Tests.Device;

/// <content>Mechanisms switched off on the wire.</content>
internal sealed partial class EngineHost
{
    private readonly List<byte> _sent = [];
    private SimLink? _sentOn;

    private int SendMutated(SimLink link, ReadOnlySpan<byte> bytes)
    {
        if (_mutation == Mutation.SwappedPackets)
        {
            byte[] swapped = Swap(bytes.ToArray());
            int sent = 0;
            while (sent < swapped.Length && link.Send(swapped.AsSpan(sent)) is > 0 and int count) sent += count;
            return sent == 0 ? link.Send(swapped) : sent;
        }

        int taken = link.Send(bytes);
        if (taken <= 0) return taken;
        if (_sentOn != link) _sent.Clear();
        _sentOn = link;
        _sent.AddRange(bytes[..taken]);
        // DPS is spoken to in another protocol.
        if (_sent[0] == 'P' || _sent[0] == 'G') return taken;
        while (ServerPackets.TryRead(_sent) is { } packet)
        {
            if (packet.Type == ServerPackets.Publish && packet.QoS == 1) link.Inject(ServerPackets.PubackOf(packet.PacketId));
        }

        return taken;
    }

    // Two telemetry packets that lie side by side, whole, short enough for one byte of length.
    private static byte[] Swap(byte[] bytes)
    {
        int first = bytes.Length > 2 && bytes[0] is 0x32 or 0x3A && bytes[1] < 128 ? bytes[1] + 2 : 0;
        if (first == 0 || first + 2 > bytes.Length || bytes[first] is not (0x32 or 0x3A) || bytes[first + 1] >= 128) return bytes;
        int second = bytes[first + 1] + 2;
        if (first + second > bytes.Length) return bytes;
        return [.. bytes[first..(first + second)], .. bytes[..first], .. bytes[(first + second)..]];
    }
}
