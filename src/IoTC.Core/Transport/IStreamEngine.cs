namespace IoTC.Transport;

/// <summary>A protocol that does no I/O: bytes in, bytes out, and the time of the next call. A driver carries the bytes to a transport and back.</summary>
/// <remarks>
/// Not thread-safe; a driver with several threads takes a lock around each call. All times are milliseconds of one monotonic clock that the
/// driver chooses. Bytes of the peer never make a call throw; misuse by the driver does.
/// </remarks>
public interface IStreamEngine
{
    /// <summary>Gives the place where the next received bytes belong. Read all events before: it may move what they show.</summary>
    /// <param name="buffer">The engine's own array.</param>
    /// <param name="offset">Index of the first free byte.</param>
    /// <param name="count">Room in bytes; 0 only while the engine waits for output to leave or for its deadline.</param>
    void GetReceiveWindow(out byte[] buffer, out int offset, out int count);

    /// <summary>Takes bytes that were written to the receive window.</summary>
    /// <param name="count">Number of bytes, no more than the window's room.</param>
    /// <param name="nowMs">The time now.</param>
    void CommitReceived(int count, long nowMs);

    /// <summary>Gives the bytes that are to be sent next.</summary>
    /// <param name="buffer">The engine's own array; unchanged until <see cref="AdvanceOutput"/>.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns><see langword="false"/> when nothing is to be sent.</returns>
    bool TryGetOutput(out byte[] buffer, out int offset, out int count);

    /// <summary>Tells that bytes given by <see cref="TryGetOutput"/> have been sent.</summary>
    /// <param name="count">Number of bytes, no more than were given.</param>
    /// <param name="nowMs">The time now.</param>
    void AdvanceOutput(int count, long nowMs);

    /// <summary>The time at which <see cref="HandleTimeout"/> is due, or <see cref="long.MaxValue"/>. May change after any other call.</summary>
    long NextDeadlineMs { get; }

    /// <summary>Does what is due. Calling it early is harmless.</summary>
    /// <param name="nowMs">The time now.</param>
    void HandleTimeout(long nowMs);

    /// <summary>Tells that the transport is open.</summary>
    /// <param name="nowMs">The time now.</param>
    void HandleOpened(long nowMs);

    /// <summary>Tells that the transport could not be opened, has failed, or was closed by the peer.</summary>
    /// <param name="status">A negative <see cref="TransportStatus"/>.</param>
    /// <param name="detail">What failed in words, or empty.</param>
    /// <param name="nowMs">The time now.</param>
    void HandleTransportFailed(int status, string detail, long nowMs);
}
