namespace IoTC.Transport.NanoFramework;

/// <summary>How far an attempt to open has come.</summary>
internal enum OpenStep
{
    Resolve,
    Connect,
    Handshake,
}
