namespace IoTC.Engine;

/// <summary>The kinds of <see cref="DeviceEvent"/>.</summary>
public enum DeviceEventType : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>The driver opens the transport to <see cref="DeviceEvent.Host"/> and <see cref="DeviceEvent.Port"/>, and answers with HandleOpened or HandleTransportFailed.</summary>
    OpenTransport,

    /// <summary>The driver closes the transport; no answer is expected.</summary>
    CloseTransport,

    /// <summary>The state of the connection has changed: <see cref="DeviceEvent.Status"/>, <see cref="DeviceEvent.Error"/>, <see cref="DeviceEvent.Message"/>.</summary>
    StatusChanged,

    /// <summary>Telemetry is acknowledged by the hub; <see cref="DeviceEvent.Token"/> names it.</summary>
    TelemetryCompleted,

    /// <summary>Telemetry is given up; <see cref="DeviceEvent.Token"/> names it.</summary>
    TelemetryDropped,

    /// <summary>The twin has come: JSON in the payload; <see cref="DeviceEvent.Token"/> numbers the reading.</summary>
    TwinReceived,

    /// <summary>A desired property is new or changed: name, component, value, version. Answer with <see cref="DeviceEngine.AcknowledgeProperty"/>.</summary>
    DesiredProperty,

    /// <summary>All properties of one update have been told. Answer with <see cref="DeviceEngine.FlushAcknowledgements"/> when they have been handled.</summary>
    DesiredCompleted,

    /// <summary>The hub has answered a reported patch; <see cref="DeviceEvent.Token"/> names it, <see cref="DeviceEvent.ResponseStatus"/> is 204 when it was taken, 0 when no answer came.</summary>
    ReportedCompleted,

    /// <summary>A command has come: name, component, payload. A direct one has a request id and is answered with <see cref="DeviceEngine.TryReply"/>.</summary>
    Command,

    /// <summary>A cloud-to-device message that is no command: payload and property bag. It is acknowledged when the next event is read, unless deferred.</summary>
    CloudMessage,

    /// <summary>DPS has assigned the device to a hub. .NET only; <c>DeviceEngine.Assignment</c> tells it.</summary>
    Assigned,
}
