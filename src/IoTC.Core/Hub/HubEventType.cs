namespace IoTC.Hub;

/// <summary>The kinds of <see cref="HubEvent"/>.</summary>
internal enum HubEventType : byte
{
    None,

    /// <summary>CONNACK has come; subscribing begins.</summary>
    Accepted,

    /// <summary>Subscribed, and the twin has come: the device can work.</summary>
    Ready,

    /// <summary>A QoS 1 message is acknowledged.</summary>
    PublishCompleted,

    /// <summary>A QoS 1 message is given up.</summary>
    PublishDropped,

    /// <summary>The twin has come whole, as asked for.</summary>
    TwinReceived,

    /// <summary>One desired property.</summary>
    DesiredProperty,

    /// <summary>All desired properties of one update have been told.</summary>
    DesiredCompleted,

    /// <summary>The hub has answered a reported patch.</summary>
    ReportedCompleted,

    /// <summary>A direct method or a queued command.</summary>
    Command,

    /// <summary>A cloud-to-device message that is no command.</summary>
    CloudMessage,

    /// <summary>The connection has ended.</summary>
    Disconnected,

    /// <summary>The hub did not allow a subscription, or left a twin request unanswered: the connection is of no use.</summary>
    SetupFailed,
}
