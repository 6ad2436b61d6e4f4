using System;
using System.IO;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Emulator.Hub;

/// <summary>A WebSocket as a stream: binary messages only, and their edges mean nothing. A text message ends it.</summary>
/// <remarks>[MQTT-6.0.0-1], [MQTT-6.0.0-2].</remarks>
internal sealed class BinaryFrames(WebSocket socket) : Stream
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ValueWebSocketReceiveResult received = await ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType != WebSocketMessageType.Binary)
            {
                await EndAsync(received.MessageType == WebSocketMessageType.Text ? WebSocketCloseStatus.InvalidMessageType : WebSocketCloseStatus.NormalClosure);
                return 0;
            }

            if (received.Count > 0)
            {
                return received.Count;
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.SendAsync(buffer, WebSocketMessageType.Binary, true, cancellationToken);

    /// <summary>Closes the WebSocket in order, if the peer lets it.</summary>
    public async Task EndAsync(WebSocketCloseStatus status)
    {
        using var limit = new CancellationTokenSource(CloseTime);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, null, limit.Token);
            }

            // What the peer has sent meanwhile is read, or its connection would be reset before it has read the close.
            byte[] rest = new byte[1024];
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(rest.AsMemory(), limit.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // the peer has gone
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (WebSocketException)
        {
            // gone without a close, or malformed frames
            return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true);
        }
    }
}
