using System;
using System.IO;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>What TLS of the blocking face runs over: hands SslStream whole records only, one for each read, and keeps what the peer does not take.</summary>
/// <remarks>
/// SslStream has no call that stops at a time limit. Given nothing but whole records it never waits in the middle of one, and holds no bytes between
/// calls; so all waiting happens here, in <see cref="WaitForRecord"/> and <see cref="FlushUnsent"/>, where a limit is easy. The same on the way out: an
/// encrypted record cannot be taken back, so what the socket does not take at once stays here and leaves before anything else.
/// </remarks>
internal sealed partial class RecordStream(Socket socket) : SocketStream(socket)
{
    private readonly byte[] _received = new byte[RecordHeader.MaxRecordSize];
    private int _start;
    private int _end;
    private int _handing;
    private Deadline _deadline;

    private bool HasRecord => _handing > 0 || RecordHeader.RecordSize(_received.AsSpan(_start, _end - _start)) > 0;

    /// <summary>Waits for a whole record; meanwhile sends what is left unsent.</summary>
    /// <returns><see langword="false"/> when the time was over first.</returns>
    /// <exception cref="FailureException">The peer has sent FIN instead.</exception>
    public bool WaitForRecord(Deadline deadline)
    {
        _deadline = deadline;
        while (!HasRecord)
        {
            bool allSent = FlushUnsent(Deadline.Now);
            if (TryFill())
            {
                continue;
            }

            if (SawEnd)
            {
                throw TlsClosing.Truncated();
            }

            Deadline next = allSent ? deadline : deadline.NoLaterThan(FlushEveryMs);
            if (!Socket.WaitFor(SelectMode.SelectRead, next) && deadline.RemainingMs == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives SslStream bytes of one record; it comes back for more only when that record carried no data.</summary>
    /// <exception cref="WouldBlockException">No other record came in time.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        return WaitForRecord(_deadline) ? HandOut(buffer) : throw new WouldBlockException();
    }

    /// <summary>For the handshake, which is awaited: one record at a time as well, so that SslStream holds none of the bytes after it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0 && !HasRecord)
        {
            MakeRoom();
            int count = await base.ReadAsync(_received.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return 0;
            }

            _end += count;
        }

        return HandOut(buffer.Span);
    }

    private int HandOut(Span<byte> buffer)
    {
        if (_handing == 0)
        {
            _handing = RecordHeader.RecordSize(_received.AsSpan(_start, _end - _start));
        }

        int count = Math.Min(buffer.Length, _handing);
        _received.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _handing -= count;
        return count;
    }

    private bool TryFill()
    {
        MakeRoom();
        int count = Socket.TryReceive(_received.AsSpan(_end));
        SawEnd |= count == 0;
        _end += Math.Max(count, 0);
        return count > 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            _end -= _start;
            _start = 0;
        }
    }
}
