namespace IoTC.Storage;

/// <summary>One file of an outbox. Guarded by the outbox's gate.</summary>
internal sealed class Segment(long number, uint salt, long first, long lastBefore)
{
    public string Name { get; } = SegmentFormat.GetName(number, salt);

    /// <summary>Its place among the files; no two ever have the same. At least 1, and at most <see cref="First"/>.</summary>
    public long Number { get; } = number;

    public uint Salt { get; } = salt;

    /// <summary>The least number that its first message may have.</summary>
    public long First { get; } = first;

    /// <summary>The number of the last accepted message before it. Numbers between that and <see cref="First"/> are no message's.</summary>
    public long LastBefore { get; } = lastBefore;

    /// <summary>The number of its last accepted message, or <see cref="First"/> - 1.</summary>
    public long Last { get; set; } = first - 1;

    /// <summary>Its bytes, as far as they were accepted.</summary>
    public long Length { get; set; }

    /// <summary>Whether no more will be written to it.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether all of its messages are finished; its file is deleted, or will be soon.</summary>
    public bool IsRetired { get; set; }
}
