namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>How far the broker is with a message.</summary>
internal enum BrokerStage : byte
{
    Queued,
    Sent,           // on this connection
    Unacknowledged, // sent on an earlier connection: to be sent again
    Recorded,       // PUBREC has come; PUBREL is due
    Released,       // PUBREL sent on this connection
}

/// <summary>A message of the broker for the client.</summary>
internal sealed class BrokerMessage
{
    public int Number;
    public int QoS;
    public int Id;
    public int Size;
    public BrokerStage Stage;
    public int ClientCount;         // deliveries to the application

    public WirePacket ToPublish(bool dup) => new(WireKind.Publish, QoS > 0 ? Id : 0) { QoS = QoS, Number = Number, Size = Size, Dup = dup };
}
