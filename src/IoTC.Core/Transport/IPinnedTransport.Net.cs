namespace IoTC.Transport;

/// <summary>A transport with pinned keys, which are meant for the hub and DPS, that can be told when the next host is neither: the storage of a file upload.</summary>
/// <remarks>
/// Only a sibling (<see cref="IAsyncTransportFactory"/>) heeds it: pins that were set on a transport itself hold for whatever it is opened to. The storage is named by the
/// hub, over a connection whose pins were looked at, and is judged by the roots and its name.
/// </remarks>
public interface IPinnedTransport
{
    /// <summary>Tells whether pinned keys are looked at in the next open. They are, when nothing was told.</summary>
    /// <param name="isPinned"><see langword="false"/> for a host that is neither hub nor DPS.</param>
    void SetPinned(bool isPinned);
}
