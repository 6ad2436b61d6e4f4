namespace IoTC;

/// <content>The durable outbox.</content>
public sealed partial class IoTCOptions
{
    /// <summary>Keeps telemetry beyond the process, a <see cref="FileOutbox"/> for instance; or null for memory alone. The client opens it and disposes it.</summary>
    /// <remarks>With it, telemetry is accepted without a connection and before the first one, carries <c>$.mid</c> and <c>$.ctime</c>, and <see cref="OutboxFullPolicy"/> is the outbox's own.</remarks>
    public IOutbox? Outbox { get; set; }

    /// <summary>After an outage, how many messages a second of those that have piled up are sent besides the new ones; 0 for as many as go. A hub has a limit that all of its devices share, 100 a second for the smallest.</summary>
    public int ReplayPerSecond { get; set; } = 50;
}
