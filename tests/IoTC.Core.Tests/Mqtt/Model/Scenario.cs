using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>What can happen in an exploration.</summary>
internal enum ScenarioAction : byte
{
    /// <summary>The application publishes its next message.</summary>
    Enqueue,

    /// <summary>The broker publishes its next message.</summary>
    BrokerEnqueue,

    /// <summary>The session's next packet is sent and reaches the broker, which answers at once.</summary>
    ToBroker,

    /// <summary>The broker's next packet reaches the session, which tells its events.</summary>
    ToClient,

    /// <summary>The same with the packet that the broker would send last.</summary>
    LastToClient,

    /// <summary>The connection is lost with all that is on its way.</summary>
    Lose,

    /// <summary>All the session has to send is sent, and lost with the connection.</summary>
    LoseSent,

    /// <summary>One byte of the next packet is sent, and the connection is lost.</summary>
    LoseTorn,

    /// <summary>A connection is opened.</summary>
    Open,
}

/// <summary>The bounds of an exploration.</summary>
/// <param name="ClientQoS">QoS of the messages of the application, in their order.</param>
/// <param name="BrokerQoS">QoS of the messages of the broker.</param>
/// <param name="Losses">How many connections may be lost.</param>
/// <param name="SessionLosses">How many of the reconnects may find that the broker has lost the session.</param>
internal sealed record Scenario(IReadOnlyList<int> ClientQoS, IReadOnlyList<int> BrokerQoS, int Losses, int SessionLosses = 0)
{
    /// <summary>Payload of the application's first message; above 16 KiB it does not ride with acknowledgements.</summary>
    public int FirstSize { get; init; } = 1;

    public ModelSettings Settings { get; init; } = new() { Window = 2, Deferred = 2, QueuedMessages = 16, QueuedBytes = 30_000, SmallIds = true };
}
