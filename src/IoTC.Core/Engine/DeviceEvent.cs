using IoTC.Buffers;
using IoTC.Hub;
using IoTC.Json;
using IoTC.Transport;

namespace IoTC.Engine;

/// <summary>What a <see cref="DeviceEngine"/> has to tell. One object, made by the driver, is filled again and again.</summary>
/// <remarks>Ranges of <see cref="Buffer"/> are views of the engine's own array: they end with the next call that reads an event or asks for the receive window.</remarks>
public sealed partial class DeviceEvent
{
    internal readonly HubEvent Hub = new HubEvent();

    /// <summary>What has happened; tells which of the other members have a meaning.</summary>
    public DeviceEventType Type { get; internal set; }

    /// <summary>Where to open the transport.</summary>
    public string Host { get; internal set; } = "";

    /// <summary>The port to open the transport to.</summary>
    public int Port { get; internal set; }

    /// <summary>What will be spoken over it.</summary>
    public TransportProtocol Protocol { get; internal set; }

    /// <summary>Where the client stands now.</summary>
    public ConnectionStatus Status { get; internal set; }

    /// <summary>Why the connection is not there.</summary>
    public IoTCError Error { get; internal set; }

    /// <summary>The same in words: what happened and what to do.</summary>
    public string Message { get; internal set; } = "";

    /// <summary>What to look at.</summary>
    public RecommendedAction Action { get; internal set; }

    /// <summary>The pause before the next attempt, in milliseconds, with <see cref="ConnectionStatus.Waiting"/>.</summary>
    public long RetryDelayMs { get; internal set; }

    /// <summary>The array that the ranges point into.</summary>
    public byte[] Buffer => Hub.Buffer;

    /// <summary>Index of the first byte of the name: of a property (JSON text without its quotes) or a command.</summary>
    public int NameOffset => Hub.NameOffset;

    /// <summary>Length of the name in bytes.</summary>
    public int NameCount => Hub.NameCount;

    /// <summary>Index of the first byte of the component's name.</summary>
    public int ComponentOffset => Hub.ComponentOffset;

    /// <summary>Length of the component's name; 0 for the device itself.</summary>
    public int ComponentCount => Hub.ComponentCount;

    /// <summary>Index of the first byte of the payload, or of the property's value.</summary>
    public int PayloadOffset => Hub.PayloadOffset;

    /// <summary>Length of the payload or value in bytes.</summary>
    public int PayloadCount => Hub.PayloadCount;

    /// <summary>Index of the first byte of a command's request id, which is opaque.</summary>
    public int RequestIdOffset => Hub.RequestIdOffset;

    /// <summary>Length of the request id; 0 for a queued command, which takes no answer.</summary>
    public int RequestIdCount => Hub.RequestIdCount;

    /// <summary>Index of the first byte of a message's property bag, still encoded.</summary>
    public int PropertiesOffset => Hub.PropertiesOffset;

    /// <summary>Length of the property bag in bytes.</summary>
    public int PropertiesCount => Hub.PropertiesCount;

    /// <summary>The <c>$version</c> of the twin's part that this is about.</summary>
    public long Version => Hub.Version;

    /// <summary>The hub's status of a twin request: 204, 400, 429 …; 0 when no answer came.</summary>
    public int ResponseStatus => Hub.Status;

    /// <summary>The number that the caller gave with what is completed here.</summary>
    public int Token => Hub.Token;

    /// <summary>Names this delivery for <see cref="DeviceEngine.AcknowledgeMessage"/>; 0 when nothing is to be acknowledged.</summary>
    public int AcknowledgeToken => Type == DeviceEventType.CloudMessage || Type == DeviceEventType.Command ? Hub.Mqtt.AcknowledgeToken : 0;

    /// <summary>Set by the handler of a message or queued command: it will call <see cref="DeviceEngine.AcknowledgeMessage"/> later itself.</summary>
    public bool DeferAcknowledge
    {
        get => Hub.Mqtt.DeferAcknowledge;
        set => Hub.Mqtt.DeferAcknowledge = value;
    }

    /// <summary>The property's value, or the payload when it is JSON; a view with the lifetime of the event.</summary>
    public JsonValue Value => new JsonValue(Buffer, PayloadOffset, PayloadCount);

    /// <summary>The name as a string; allocates.</summary>
    public string GetName() => Utf8.GetString(Buffer, NameOffset, NameCount);

    /// <summary>The component's name as a string, empty for the device itself; allocates.</summary>
    public string GetComponent() => Utf8.GetString(Buffer, ComponentOffset, ComponentCount);

    /// <summary>The payload as a string of UTF-8; allocates.</summary>
    public string GetPayloadString() => Utf8.GetString(Buffer, PayloadOffset, PayloadCount);

    internal void Clear()
    {
        Type = DeviceEventType.None;
        Host = "";
        Port = 0;
        Error = IoTCError.None;
        Message = "";
        Action = RecommendedAction.None;
        RetryDelayMs = 0;
    }
}
