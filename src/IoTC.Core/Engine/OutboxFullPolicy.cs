namespace IoTC;

/// <summary>What happens to telemetry that an outbox has no room for.</summary>
public enum OutboxFullPolicy : byte
{
    /// <summary>The new message is refused; what was taken before stays.</summary>
    Refuse,

    /// <summary>The oldest messages are given up for it, and counted.</summary>
    DropOldest,
}
