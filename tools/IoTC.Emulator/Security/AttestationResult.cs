namespace IoTC.Emulator.Security;

/// <summary>Why evidence was accepted or not; the wire tells the device less.</summary>
internal enum AttestationResult
{
    Accepted,
    Missing,
    Malformed,
    WrongResource,
    WrongKey,
    Expired,
}
