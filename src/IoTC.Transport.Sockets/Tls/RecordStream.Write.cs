using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

internal sealed partial class RecordStream
{
    /// <summary>While unsent bytes wait, how often a receiving caller looks whether the peer takes them.</summary>
    private const int FlushEveryMs = 20;

    private byte[] _unsent = [];
    private int _unsentStart;
    private int _unsentEnd;

    /// <summary>Sends what an earlier write left; <see langword="false"/> when something is left when the time is over.</summary>
    public bool FlushUnsent(Deadline deadline)
    {
        while (_unsentStart < _unsentEnd)
        {
            int count = Socket.TrySend(_unsent.AsSpan(_unsentStart, _unsentEnd - _unsentStart));
            if (count != SocketCalls.WouldBlock)
            {
                _unsentStart += count;
            }
            else if (!Socket.WaitFor(SelectMode.SelectWrite, deadline))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes an encrypted record; never waits.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int sent = FlushUnsent(Deadline.Now) ? Math.Max(Socket.TrySend(buffer), 0) : 0;
        if (!IsClosing && sent < buffer.Length)
        {
            Keep(buffer[sent..]);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsClosing)
        {
            return base.WriteAsync(buffer, cancellationToken);
        }

        Write(buffer.Span);
        return default;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_unsentStart == _unsentEnd)
        {
            _unsentStart = _unsentEnd = 0;
        }

        if (_unsent.Length - _unsentEnd < rest.Length)
        {
            Array.Resize(ref _unsent, Math.Max(_unsentEnd + rest.Length, RecordHeader.MaxRecordSize));
        }

        rest.CopyTo(_unsent.AsSpan(_unsentEnd));
        _unsentEnd += rest.Length;
    }
}
