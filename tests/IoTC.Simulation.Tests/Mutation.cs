namespace IoTC.Simulation.Tests;

/// <summary>A mechanism switched off, at a seam of the client: an option, the driver, or the bytes on their way.</summary>
internal enum Mutation
{
    None,

    /// <summary>Every telemetry PUBLISH is acknowledged when it leaves: what is lost then is not sent again.</summary>
    AcknowledgedWhenSent,

    /// <summary>Two PUBLISH packets that leave together change places.</summary>
    SwappedPackets,

    /// <summary>The PUBACK of a cloud-to-device message leaves when it comes, before its handler.</summary>
    EarlyPuback,

    /// <summary>A handler's end is not told: the PUBACK never leaves.</summary>
    NoPuback,

    /// <summary>A command is answered twice.</summary>
    AnsweredTwice,

    /// <summary>A command is not answered.</summary>
    NotAnswered,

    /// <summary>Acknowledgements of desired properties are collected and not sent.</summary>
    NoPropertyAcknowledgement,

    /// <summary>The queue has no limit worth the name.</summary>
    UnlimitedQueue,

    /// <summary>Readiness alone resets the back-off.</summary>
    ResetWhenReady,

    /// <summary>There is no back-off.</summary>
    NoBackoff,

    /// <summary>DPS may be asked at any time.</summary>
    NoRegistrationWindow,

    /// <summary>The driver calls every millisecond.</summary>
    BusyLoop,

    /// <summary>A loss is the end.</summary>
    NoReconnect,

    /// <summary>Silence is never noticed: no limit for PINGRESP, PUBACK and twin.</summary>
    NoSilenceLimits,

    /// <summary>An attempt to open has no limit.</summary>
    NoOpenLimit,

    /// <summary>Servers tell no <c>Date</c>.</summary>
    NoDate,

    /// <summary>The device keeps to the hub it had first.</summary>
    NoReprovisioning,

    /// <summary>Tokens end at half the life the device believes in: it renews too late.</summary>
    NoRenewal,

    /// <summary>Stopping is asked for and nothing is done about it any more.</summary>
    NoWorkAfterStop,
}
