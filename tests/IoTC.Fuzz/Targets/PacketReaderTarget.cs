using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;

namespace IoTC.Fuzz.Targets;

/// <summary>Control Packets, read one after the other as they lie.</summary>
internal sealed class PacketReaderTarget : FuzzTarget
{
    public override string Name => "packet";

    public override int Rounds => 150_000;

    public override long BaseAllocation => 0;

    public override long AllocationPerByte => 0;

    public override IEnumerable<byte[]> Seeds => ServerPackets.All.Select(p => p.Bytes).Concat(MalformedPackets.All.Select(p => p.Bytes)).Where(b => b.Length < 1000);

    public override byte[]? Invent(Random random) => MqttStreams.Invent(random);

    public override void Run(FuzzInput input, Trace trace)
    {
        int offset = input.Offset;
        int end = input.Offset + input.Count;
        MqttReadStatus status = MqttReadStatus.Done;
        while (status == MqttReadStatus.Done && offset < end)
        {
            status = PacketReader.TryRead(input.Buffer, offset, end - offset, 1024, out MqttPacket packet);
            trace.Add((int)status);
            trace.Add((int)packet.Violation);
            if (status != MqttReadStatus.Done) break;
            if (packet.TotalLength < 2 || packet.TotalLength > end - offset) throw new FuzzFailure("packets lie inside", $"a packet of {packet.TotalLength} bytes in {end - offset}");
            trace.Add((int)packet.Type);
            trace.Add(packet.PacketId);
            trace.Add(input.Buffer, packet.TopicOffset, packet.TopicCount);
            trace.Add(input.Buffer, packet.PayloadOffset, packet.PayloadCount);
            trace.Add(input.Buffer, packet.ReturnCodesOffset, packet.ReturnCodesCount);
            offset += packet.TotalLength;
        }
    }
}
