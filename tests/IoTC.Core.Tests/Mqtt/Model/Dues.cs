namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>A SUBSCRIBE or UNSUBSCRIBE that waits for its answer.</summary>
internal sealed record ClientRequest(bool IsSubscribe, int Id, int Token, int Filters)
{
    public bool IsSent { get; set; }
}

/// <summary>A PUBACK or PUBREC that the client owes.</summary>
internal sealed record DueAcknowledge(WireKind Kind, int Id)
{
    /// <summary>Whether the application is done with the message.</summary>
    public bool IsReady { get; set; }

    /// <summary>The session's name for it, while the application defers it.</summary>
    public int Token { get; set; }
}

/// <summary>A PUBREL that the client owes.</summary>
internal sealed record DueRelease(int Id, bool IsOptional);
