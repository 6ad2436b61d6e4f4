namespace IoTC.Emulator.Hub;

/// <summary>What <see cref="FrameGuard"/> thinks of the bytes so far.</summary>
internal enum FrameVerdict
{
    Good,

    /// <summary>Close the connection.</summary>
    Bad,

    /// <summary>Answer CONNACK 1, then close.</summary>
    WrongLevel,
}
