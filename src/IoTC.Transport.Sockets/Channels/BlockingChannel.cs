using System;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>The blocking face of an awaited connection: one send and one receive are under way at most, each waited for no longer than asked.</summary>
internal sealed class BlockingChannel(AsyncChannel channel) : SyncChannel
{
    private const int BufferSize = 16 * 1024;
    private const int CloseLimitMs = 2_000;

    private readonly byte[] _sent = new byte[BufferSize];
    private readonly byte[] _received = new byte[BufferSize];
    private readonly PendingCall _sending = new();
    private readonly PendingCall _receiving = new();
    private int _start;
    private int _end;

    public override void Close() => channel.CloseAsync().Wait(CloseLimitMs);

    /// <summary>Takes bytes into a buffer and begins to send it: taken once they are there, though they may leave later, as a TLS record does.</summary>
    protected override int Write(ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        if (_sending.IsUnderWay && !TryEnd(_sending, deadline, out _))
        {
            return 0;
        }

        int count = Math.Min(bytes.Length, BufferSize);
        bytes[..count].CopyTo(_sent);
        _sending.Start(channel.SendAsync(_sent.AsMemory(0, count), default));
        _ = TryEnd(_sending, Deadline.Now, out _);
        return count;
    }

    protected override int Read(Span<byte> window, Deadline deadline)
    {
        if (_start == _end)
        {
            if (!_receiving.IsUnderWay)
            {
                _receiving.Start(channel.ReceiveAsync(_received, default));
            }

            if (!TryEnd(_receiving, deadline, out int received))
            {
                return 0;
            }

            (_start, _end) = (0, received);
        }

        int count = Math.Min(window.Length, _end - _start);
        _received.AsSpan(_start, count).CopyTo(window);
        _start += count;
        return count;
    }

    private bool TryEnd(PendingCall call, Deadline deadline, out int result)
    {
        result = 0;
        if (!call.Wait(deadline))
        {
            return false;
        }

        result = call.TakeResult();
        return result >= 0 ? true : throw new FailureException(result, channel.Failure);
    }
}
