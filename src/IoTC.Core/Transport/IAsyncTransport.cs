using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport;

/// <summary>A secured byte stream to a host and port, awaited: <see cref="ITransport"/> for .NET's asynchronous client.</summary>
/// <remarks>
/// One send and one receive may be under way at the same time; no two of a kind. <see cref="CloseAsync"/> may be called at any time and ends both.
/// No call blocks its thread. One that never completes does not hold the client, which gives it up by its own time limits; but a transport whose
/// receive or send does not end with <see cref="CloseAsync"/> is not opened again before it has.
/// What is ordinary is answered with a <see cref="TransportStatus"/>; only cancellation throws.
/// </remarks>
public interface IAsyncTransport
{
    /// <summary>Opens the stream: resolves the name, connects, and finishes the TLS handshake with the certificate verified for <paramref name="host"/>.</summary>
    /// <param name="host">Host name or IP literal, without a port.</param>
    /// <param name="port">1–65535.</param>
    /// <param name="cancellationToken">Ends the attempt; the transport is closed then.</param>
    /// <returns><see cref="TransportStatus.Ok"/> or a negative status.</returns>
    ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken);

    /// <summary>Sends bytes; completes when at least one has been taken.</summary>
    /// <param name="bytes">The bytes, at least one; must stay unchanged until the call completes.</param>
    /// <param name="cancellationToken">Ends the wait; the stream is of no more use then.</param>
    /// <returns>The number of bytes taken, or a negative <see cref="TransportStatus"/>.</returns>
    ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Receives; completes when at least one byte has come or the stream has ended.</summary>
    /// <param name="window">Receives the bytes, room for at least one; owned by the transport until the call completes.</param>
    /// <param name="cancellationToken">Ends the wait; the stream is of no more use then.</param>
    /// <returns>The number of bytes received, at least 1, or a negative <see cref="TransportStatus"/>.</returns>
    ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken);

    /// <summary>Ends the stream and whatever waits on it. Never fails; calling it twice is well.</summary>
    /// <returns>Completes when the stream's resources are given back.</returns>
    ValueTask CloseAsync();
}
