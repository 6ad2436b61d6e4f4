using System;

namespace IoTC.Simulation.Tests.Device;

/// <summary>The device: an engine or a client, its driver and its program.</summary>
internal interface IDeviceHost : IDeviceClock
{
    bool IsConnected { get; }

    /// <summary>Where it stands, in words.</summary>
    string State { get; }

    int QueuedCount { get; }

    /// <summary>How often the program sends telemetry; 0 stops.</summary>
    long TelemetryIntervalMs { get; set; }

    /// <summary>Connects for the first time.</summary>
    void Start();

    /// <summary>Works until a moment, or until something has come about.</summary>
    void RunUntil(long untilMs, Func<bool>? isOver = null);

    /// <summary>Ends the connection.</summary>
    /// <returns>Whether it has come to its end.</returns>
    bool Stop();
}
