using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;

namespace IoTC.Fuzz.Targets;

/// <summary>A session that a server talks to: before CONNACK, with messages and requests in flight, and after DISCONNECT. The first byte chooses.</summary>
internal sealed class MqttSessionTarget : FuzzTarget
{
    private static readonly byte[] Topic = [.. "t"u8];

    public override string Name => "session";

    public override bool IsStream => true;

    public override long AllocationPerByte => 8;

    public override int Rounds => 24_000;

    public override IEnumerable<byte[]> Seeds
        => ServerPackets.All.Concat([]).Select(p => p.Bytes).Where(b => b.Length < 100).SelectMany(b => new byte[][] { [1, .. b], [2, .. b], [7, .. b] }).Append([0, 0x20, 2, 0, 0]);

    public override byte[]? Invent(Random random) => [(byte)random.Next(16), .. MqttStreams.Invent(random)];

    public override void Run(FuzzInput input, Trace trace)
    {
        int choice = input.Choice;
        input.SkipChoice();
        var options = new MqttSessionOptions
        {
            Connect = { ClientId = Topic, CleanSession = (choice & 8) != 0, KeepAliveSeconds = 30 },
            ReceiveBufferSize = 16,
            MaxPacketSize = 2048,
            MaxInflight = 2,
            MaxDeferredAcknowledges = 3,
        };
        var session = new MqttSession(options);
        var driver = new SessionDriver(session, trace, (choice & 4) != 0);
        session.HandleOpened(0);
        driver.Settle();
        if ((choice & 3) != 0) Prepare(session, driver);
        if ((choice & 3) == 3) session.Disconnect(1);
        driver.FeedAll(input);
        driver.AcknowledgeAll();
        driver.Finish();
    }

    private static void Prepare(MqttSession session, SessionDriver driver)
    {
        driver.Feed([0x20, 2, 0, 0], 0, 4);
        session.TryPublish(Topic, 0, 1, Topic, 0, 1, 1, false, 1, out _);
        session.TryPublish(Topic, 0, 1, Topic, 0, 1, 2, false, 2, out _);
        session.TryPublish(Topic, 0, 1, Topic, 0, 1, 2, true, 3, out _);
        session.TrySubscribe([new TopicSubscription(Topic, 2)], 1, 4, 0, out _);
        session.TryUnsubscribe([Topic], 1, 5, 0, out _);
        driver.Settle();
    }
}
