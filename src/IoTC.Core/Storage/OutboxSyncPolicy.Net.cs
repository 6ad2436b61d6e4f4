namespace IoTC;

/// <summary>When a <see cref="FileOutbox"/> asks the disk to keep what was written, so that it survives the loss of power.</summary>
/// <remarks>Whatever the policy, a message that was accepted has been given to the operating system: the end of the process, however sudden, loses nothing.</remarks>
public enum OutboxSyncPolicy
{
    /// <summary>Before a message counts as accepted. Messages that come meanwhile share the next request.</summary>
    EveryRecord,

    /// <summary>At most <see cref="FileOutbox.SyncIntervalMs"/> after a message was accepted; the loss of power may take that much.</summary>
    Interval,

    /// <summary>Never: the operating system decides, and the loss of power may take what it had not written.</summary>
    Never,
}
