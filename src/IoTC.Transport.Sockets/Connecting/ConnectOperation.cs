using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>Connects a socket once. What it takes goes with it, while Socket's own awaitable call stays with the socket for good.</summary>
internal sealed class ConnectOperation : SocketAsyncEventArgs
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectOperation(EndPoint endpoint)
        : base(true) => RemoteEndPoint = endpoint;

    /// <summary>Connects, or throws. Cancelling takes the socket away.</summary>
    /// <exception cref="SocketException">The peer does not accept.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled first.</exception>
    public async Task ConnectAsync(Socket socket, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (cancellationToken.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
        {
            try
            {
                if (socket.ConnectAsync(this))
                {
                    await _done.Task.ConfigureAwait(false);
                }
            }
            catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
            {
                // Told below.
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (SocketError != SocketError.Success)
        {
            throw new SocketException((int)SocketError);
        }
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _done.SetResult();
}
