using System;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.WebSockets;

/// <summary>A WebSocket as a byte stream: what is sent leaves as one binary message, what comes is read as it comes, wherever messages begin.</summary>
/// <remarks>
/// The library's calls are given no token: with one it takes a slower way that allocates for each message. The end of the transport below ends them.
/// </remarks>
internal sealed class WebSocketChannel(WebSocket socket, IAsyncTransport inner) : StackedChannel(inner)
{
    private const int LeaveLimitMs = 1_000;

    /// <summary>[MQTT-6.0.0-1] Binary only.</summary>
    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    /// <summary>[MQTT-6.0.0-2] Messages and frames have no meaning: an MQTT packet may begin and end anywhere in them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueWebSocketReceiveResult received = await socket.ReceiveAsync(window, CancellationToken.None).ConfigureAwait(false);
            switch (received.MessageType)
            {
                case WebSocketMessageType.Close:
                    throw new FailureException(TransportStatus.Closed, $"the server closed the WebSocket ({(int?)socket.CloseStatus})");
                case WebSocketMessageType.Text:
                    // [MQTT-6.0.0-1]
                    await LeaveAsync(WebSocketCloseStatus.InvalidMessageType).ConfigureAwait(false);
                    throw new FailureException(TransportStatus.Failed, "the server sent a WebSocket text frame, which MQTT does not allow");
            }

            if (received.Count > 0)
            {
                return received.Count;
            }
        }
    }

    protected override Task TakeLeaveAsync() => LeaveAsync(WebSocketCloseStatus.NormalClosure);

    protected override async Task EndAsync(bool inOrder)
    {
        if (socket.State == WebSocketState.CloseReceived)
        {
            await LeaveAsync(WebSocketCloseStatus.NormalClosure).ConfigureAwait(false);
        }

        socket.Dispose();
        await base.EndAsync(inOrder).ConfigureAwait(false);
    }

    private async Task LeaveAsync(WebSocketCloseStatus status)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using CancellationTokenSource limit = new(LeaveLimitMs);
        try
        {
            await socket.CloseOutputAsync(status, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or FailureException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone, or does not read: nobody to tell.
        }
    }
}
