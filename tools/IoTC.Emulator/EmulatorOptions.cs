using System;
using System.Collections.Generic;
using System.Net;

namespace IoTC.Emulator;

/// <summary>How one emulator listens, what it calls itself, and how patient it is. Every port may be 0: any free one.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The ID Scope that devices must name; another one is answered 404201.</summary>
    public string IdScope { get; init; } = "0ne00E0000A";

    /// <summary>The base64 key of the default enrolment group; null takes the one in the data file, or makes a new one.</summary>
    public string? GroupKey { get; init; }

    /// <summary>What DPS answers as <c>assignedHub</c>: a host name, or <c>host:port</c> for clients that understand it.</summary>
    public string AssignedHub { get; init; } = "localhost";

    /// <summary>The local address of all listeners. Loopback unless devices on other machines must reach it.</summary>
    public IPAddress BindAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The TLS port of the hub's MQTT endpoint.</summary>
    public int HubPort { get; init; }

    /// <summary>The HTTPS port of DPS.</summary>
    public int DpsPort { get; init; }

    /// <summary>The hub's HTTPS port: MQTT over WebSocket, and file upload.</summary>
    public int HubHttpsPort { get; init; }

    /// <summary>Whether the hub has a storage account; without one, uploads are answered 404.</summary>
    public bool HasStorage { get; init; } = true;

    /// <summary>How long the access to the storage lasts that the hub gives for an upload.</summary>
    public TimeSpan UploadAccess { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The plain HTTP port of the service API: an operator's tool, always on loopback.</summary>
    public int RestPort { get; init; }

    /// <summary>The folder that keeps the CA and the server's certificate between runs; null keeps them in memory.</summary>
    public string? CertificateFolder { get; init; }

    /// <summary>
    /// The SQLite file that keeps enrolments, devices, twins, undelivered messages and the last telemetry between runs; it holds keys. Null keeps all of it in memory.
    /// </summary>
    public string? DataFile { get; init; }

    /// <summary>How many telemetry messages the file keeps per device; the oldest go first.</summary>
    public int DataFileTelemetry { get; init; } = 100;

    /// <summary>DNS names or addresses the server's certificate answers to beside the usual ones.</summary>
    public IReadOnlyList<string> ExtraNames { get; init; } = [];

    /// <summary>The value of DPS's <c>Retry-After</c>, in whole seconds; 0 is allowed.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>How many operation polls are answered 202 before the final answer.</summary>
    public int AssigningPolls { get; init; } = 1;

    /// <summary>The status told while a registration is under way: <c>assigning</c>, or <c>unassigned</c>.</summary>
    public string AssigningStatus { get; init; } = "assigning";

    /// <summary>How far the service's clock is ahead of this machine's. Changeable later: <see cref="IoTCEmulator.ClockSkew"/>.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>The clock below the skew.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a connection outlives its token.</summary>
    public TimeSpan TokenGrace { get; init; }

    /// <summary>The hub closes a connection that holds more subscriptions than this.</summary>
    public int MaxSubscriptions { get; init; } = 5;

    /// <summary>
    /// True: no QoS 1 message of any kind leaves before the PUBACK of the one before. False: cloud-to-device messages wait for
    /// each other, and so do all others, but neither holds back the other.
    /// </summary>
    public bool SingleInFlight { get; init; }

    /// <summary>How many deliveries of a cloud-to-device message are tried before it is dropped.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How many telemetry messages are remembered per device; the oldest go first.</summary>
    public int TelemetryHistory { get; init; } = 10_000;

    /// <summary>Desired values go out as <c>{"value":…}</c>, as older IoT Central applications sent them.</summary>
    public bool WrapDesiredValues { get; init; }
}
