namespace IoTC.Transport;

/// <summary>A secured byte stream to a host and port. Porting IoTC to a new board means writing this one interface.</summary>
/// <remarks>
/// Called by one thread at a time. What is ordinary is answered with a <see cref="TransportStatus"/>, never with an exception.
/// After <see cref="Close"/>, or after any negative status, <see cref="Open"/> may be called again, with another host too.
/// Every call keeps its time limit: the client has one thread, the caller's, and no means to end a call that does not return. A call that has to
/// block longer, as on a board whose library cannot pause a handshake, needs a limit of its own.
/// An implementation that does not encrypt also implements <see cref="IUnsecuredTransport"/>.
/// </remarks>
public interface ITransport
{
    /// <summary>Opens the stream: resolves the name, connects, and finishes the TLS handshake with the certificate verified for <paramref name="host"/>.</summary>
    /// <param name="host">Host name or IP literal, without a port.</param>
    /// <param name="port">1–65535.</param>
    /// <param name="timeoutMs">How long this call may take, in milliseconds. The limit of the whole attempt is the caller's.</param>
    /// <returns>
    /// <see cref="TransportStatus.Ok"/>; <see cref="TransportStatus.Pending"/> when the time is over but the attempt goes on (call again with the
    /// same arguments, or <see cref="Close"/>); or a negative status. A transport that cannot pause an attempt may block until it is decided.
    /// </returns>
    int Open(string host, int port, int timeoutMs);

    /// <summary>Sends bytes.</summary>
    /// <param name="buffer">Holds the bytes; not kept after the call.</param>
    /// <param name="offset">Index of the first byte.</param>
    /// <param name="count">Number of bytes, at least 1.</param>
    /// <param name="timeoutMs">How long to wait for room, in milliseconds.</param>
    /// <returns>The number of bytes taken, 0 when none could be taken in time, or a negative <see cref="TransportStatus"/>.</returns>
    int Send(byte[] buffer, int offset, int count, int timeoutMs);

    /// <summary>Receives what has come, waiting for the first byte no longer than asked.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">Index of the first byte to write.</param>
    /// <param name="count">Room in bytes, at least 1.</param>
    /// <param name="timeoutMs">How long to wait for the first byte, in milliseconds; 0 only looks.</param>
    /// <returns>The number of bytes received, 0 when nothing has come yet, or a negative <see cref="TransportStatus"/>.</returns>
    int Receive(byte[] buffer, int offset, int count, int timeoutMs);

    /// <summary>Ends the stream, or the attempt to open it. Never fails; calling it twice is well.</summary>
    void Close();
}
