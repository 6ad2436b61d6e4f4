using System;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>What TLS runs over: a socket as a stream that remembers whether the peer has sent FIN.</summary>
internal class SocketStream(Socket socket) : AwaitedStream
{
    /// <summary>The peer has sent FIN. If TLS has not ended before, the stream was cut short.</summary>
    public bool SawEnd { get; protected set; }

    /// <summary>From now on writes are tried once and whatever does not fit is dropped: nothing waits for a peer while closing.</summary>
    public bool IsClosing { get; set; }

    protected Socket Socket => socket;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        SawEnd |= count == 0 && buffer.Length > 0;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // Nearly always taken at once: one system call, and nothing to wait for.
        int count = socket.TrySend(buffer.Span);
        return IsClosing || count == buffer.Length ? default : WriteRestAsync(count == SocketCalls.WouldBlock ? buffer : buffer[count..], cancellationToken);
    }

    /// <summary>Ends calls inside. Never throws.</summary>
    public void Shutdown(SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already, and with it the calls inside.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.End();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (buffer.Length > 0)
        {
            int count = await socket.SendAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            buffer = buffer[count..];
        }
    }
}
