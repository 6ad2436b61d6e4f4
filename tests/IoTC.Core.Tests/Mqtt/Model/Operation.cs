using System;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>What can happen.</summary>
internal enum OperationKind : byte
{
    Publish,
    Subscribe,
    Unsubscribe,
    HandOut,
    Advance,
    BrokerReceive,
    BrokerSend,
    BrokerRepeat,
    BrokerPublish,
    Receive,
    Acknowledge,
    AcknowledgeStale,
    Lose,
    Open,
    Disconnect,
    PassTime,
    DropQueued,
    Pump,
}

/// <summary>One step of a script. Its numbers mean something in any state, so that a script stays a script when steps are left out.</summary>
internal readonly record struct Operation(OperationKind Kind, int A, int B)
{
    private static readonly (OperationKind Kind, int Weight)[] Weights =
    [
        (OperationKind.Publish, 28), (OperationKind.Subscribe, 4), (OperationKind.Unsubscribe, 2), (OperationKind.HandOut, 34), (OperationKind.Advance, 14),
        (OperationKind.BrokerReceive, 30), (OperationKind.BrokerSend, 34), (OperationKind.BrokerRepeat, 5), (OperationKind.BrokerPublish, 16),
        (OperationKind.Receive, 36), (OperationKind.Acknowledge, 10), (OperationKind.AcknowledgeStale, 1), (OperationKind.Lose, 6), (OperationKind.Open, 12),
        (OperationKind.Disconnect, 2), (OperationKind.PassTime, 4), (OperationKind.DropQueued, 1), (OperationKind.Pump, 6),
    ];

    /// <summary>The script of a seed.</summary>
    public static Operation[] Script(int seed)
    {
        var random = new Random(~seed);
        int total = 0;
        foreach ((_, int weight) in Weights) total += weight;
        var script = new Operation[random.Next(40, 240)];
        for (int i = 0; i < script.Length; i++)
        {
            int at = random.Next(total);
            int k = 0;
            while ((at -= Weights[k].Weight) >= 0) k++;
            script[i] = new Operation(Weights[k].Kind, random.Next(1 << 16), random.Next(1 << 16));
        }

        return script;
    }

    public override string ToString() => $"new({nameof(OperationKind)}.{Kind}, {A}, {B}),";
}
