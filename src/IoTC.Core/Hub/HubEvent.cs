using IoTC.Buffers;
using IoTC.Mqtt;

namespace IoTC.Hub;

/// <summary>What a <see cref="HubSession"/> has to tell; filled again and again. Ranges are views that end with the next event.</summary>
internal sealed class HubEvent
{
    public readonly MqttEvent Mqtt = new MqttEvent();

    public HubEventType Type;
    public byte[] Buffer = Bytes.Empty;

    /// <summary>Name of a property (JSON text without quotes, as it came) or of a command.</summary>
    public int NameOffset;
    public int NameCount;

    /// <summary>Component, or empty.</summary>
    public int ComponentOffset;
    public int ComponentCount;

    /// <summary>Payload of a command or message, JSON of a property or of the twin.</summary>
    public int PayloadOffset;
    public int PayloadCount;

    /// <summary>A direct method's <c>$rid</c>, byte for byte; empty for a queued command.</summary>
    public int RequestIdOffset;
    public int RequestIdCount;

    /// <summary>A message's property bag, still encoded.</summary>
    public int PropertiesOffset;
    public int PropertiesCount;

    /// <summary>The <c>$version</c> of desired or reported properties.</summary>
    public long Version;

    /// <summary>The hub's status of a twin request; of a refused subscription, the SUBACK's return code.</summary>
    public int Status;

    /// <summary>The caller's number for a publish or a reported patch.</summary>
    public int Token;

    /// <summary>What failed, with <see cref="HubEventType.SetupFailed"/>.</summary>
    public string Detail = "";

    public void Clear()
    {
        Type = HubEventType.None;
        NameCount = 0;
        ComponentCount = 0;
        PayloadCount = 0;
        RequestIdCount = 0;
        PropertiesCount = 0;
        Version = 0;
        Status = 0;
        Token = 0;
        Detail = "";
    }
}
