namespace IoTC.Simulation.Tests;

/// <summary>What has to hold in every run.</summary>
internal enum Invariant
{
    /// <summary>Accepted telemetry arrives, and for the first time in the order in which it was accepted.</summary>
    TelemetryArrivesInOrder,

    /// <summary>What the client tells as delivered has arrived, and is told once.</summary>
    DeliveryIsToldOnce,

    /// <summary>A cloud-to-device message is acknowledged after its handler has ended, and in the end.</summary>
    MessageIsAcknowledgedAfterItsHandler,

    /// <summary>A command is answered once, when the connection lasts long enough.</summary>
    CommandIsAnsweredOnce,

    /// <summary>Desired properties are applied and acknowledged in the end, the last value with its version.</summary>
    DesiredIsApplied,

    /// <summary>Queues and buffers keep their limits.</summary>
    MemoryIsBounded,

    /// <summary>Attempts to connect in any hour are few.</summary>
    ConnectsAreBounded,

    /// <summary>Registrations keep their window.</summary>
    RegistrationsAreBounded,

    /// <summary>Calls in any minute are few.</summary>
    NoBusyLoop,

    /// <summary>After the faults have stopped it is ready within a bound, and stays so.</summary>
    ReadyAgain,

    /// <summary>A token made with a right clock does not expire on a connection.</summary>
    TokenIsRenewed,

    /// <summary>The end that the program asks for comes within its limit.</summary>
    StopIsBounded,
}
