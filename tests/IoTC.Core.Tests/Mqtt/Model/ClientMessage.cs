namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>What became of a message.</summary>
internal enum Outcome : byte
{
    Pending,
    Completed,
    Dropped,
}

/// <summary>A message that the session has accepted, and what is known of it outside.</summary>
internal sealed class ClientMessage
{
    public int Number;              // also its token
    public int QoS;
    public int Id;
    public int Size;
    public bool Retain;
    public Outcome Outcome;
    public int GivenOn;             // the last connection on which the session gave it out or tore it
    public int SentOn;              // the last connection on which all of it was sent
    public int FirstGivenOn;
    public int ReleaseOrder;        // when PUBREC was taken; 0: not
    public bool MayBeReleased;      // a PUBREC lay unread at the end of a connection
    public bool IsPubrelSent;
    public bool MayDrop;            // its session has ended, and it may have been sent in it
    public bool MustDrop;           // its session has ended, and it was sent in it
    public bool IsAbandoned;        // by the application
    public bool MustNotSend;        // abandoned before it was given out
    public int BrokerCount;         // deliveries on the other side
    public int BrokerSeen;          // PUBLISH packets that arrived
    public int SessionLosses;       // sessions the broker forgot after it had seen it

    public bool IsPending => Outcome == Outcome.Pending;

    public void Give(int connection)
    {
        GivenOn = connection;
        if (FirstGivenOn == 0) FirstGivenOn = connection;
    }
}
