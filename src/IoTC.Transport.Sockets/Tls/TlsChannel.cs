using System;
using System.Net.Security;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>TLS, blocking with a limit. See <see cref="RecordStream"/> for how SslStream is kept from waiting.</summary>
internal sealed class TlsChannel(RecordStream records, SslStream tls) : SyncChannel
{
    private readonly byte[] _plaintext = new byte[RecordHeader.MaxPlaintext];
    private int _start;
    private int _end;

    public override void Close() => TlsClosing.End(records, tls, inOrder: Failure.Length == 0);

    /// <summary>Takes one record at most. It is taken once encrypted, though it may leave later: with this caller's next call, of either kind.</summary>
    protected override int Write(ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        if (!records.FlushUnsent(deadline))
        {
            return 0;
        }

        ReadOnlySpan<byte> record = bytes[..Math.Min(bytes.Length, RecordHeader.MaxPlaintext)];
        tls.Write(record);
        return record.Length;
    }

    protected override int Read(Span<byte> window, Deadline deadline)
    {
        if (_start < _end)
        {
            return TakeTo(window);
        }

        if (!records.WaitForRecord(deadline))
        {
            return 0;
        }

        try
        {
            // Room for a whole record: SslStream keeps nothing back.
            bool fits = window.Length >= RecordHeader.MaxPlaintext;
            int count = tls.Read(fits ? window : _plaintext);
            if (count == 0)
            {
                throw records.SawEnd ? TlsClosing.Truncated() : FailureException.ClosedByPeer();
            }

            if (fits)
            {
                return count;
            }

            (_start, _end) = (0, count);
            return TakeTo(window);
        }
        catch (WouldBlockException)
        {
            return 0;
        }
    }

    private int TakeTo(Span<byte> window)
    {
        int count = Math.Min(window.Length, _end - _start);
        _plaintext.AsSpan(_start, count).CopyTo(window);
        _start += count;
        return count;
    }
}
