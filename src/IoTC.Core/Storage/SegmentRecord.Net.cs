namespace IoTC.Storage;

/// <summary>A record that a <see cref="SegmentScanner"/> has found.</summary>
internal struct SegmentRecord
{
    /// <summary><see cref="SegmentFormat.MessageType"/> or <see cref="SegmentFormat.MarkType"/>.</summary>
    public byte Type;

    /// <summary>The message's number; of a mark, the number up to which all are completed.</summary>
    public long Sequence;

    /// <summary>How many numbers before it are missing, lost to damage.</summary>
    public long Missing;

    /// <summary>Length of its body.</summary>
    public int BodyLength;

    /// <summary>When there is no record: how many bytes have to be known from here on.</summary>
    public int NeededBytes;
}
