namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>How bytes travel between session and script: received whole, or in pieces cut at an index or at every byte; sent whole or byte by byte.</summary>
internal sealed record Feeding(string Name, int CutAt = -1, bool ByteByByte = false, int SendPiece = int.MaxValue)
{
    public static readonly Feeding Whole = new("whole");

    /// <summary>Length of the next piece.</summary>
    /// <param name="fed">Bytes given to the session so far, in all.</param>
    /// <param name="left">Bytes that wait.</param>
    public int Next(int fed, int left)
    {
        if (ByteByByte) return 1;
        return fed < CutAt && CutAt < fed + left ? CutAt - fed : left;
    }

    public override string ToString() => Name;
}
