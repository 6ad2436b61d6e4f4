using System.Diagnostics;
using IoTC.Transport;

namespace IoTC.ColdStart;

/// <summary>Notes when the first bytes came: on a connection to a hub these are CONNACK.</summary>
/// <param name="inner">The transport watched.</param>
/// <param name="endsThere">Ends the stream after them, for a broker that answers no twin.</param>
internal sealed class WatchedTransport(ITransport inner, bool endsThere) : ITransport
{
    /// <summary>A <see cref="Stopwatch"/> timestamp; 0 when nothing has come since the last open.</summary>
    public long FirstBytesAt { get; private set; }

    public int Open(string host, int port, int timeoutMs)
    {
        FirstBytesAt = 0;
        return inner.Open(host, port, timeoutMs);
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs) => inner.Send(buffer, offset, count, timeoutMs);

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        if (endsThere && FirstBytesAt != 0) return TransportStatus.Closed;
        int received = inner.Receive(buffer, offset, count, timeoutMs);
        if (received > 0 && FirstBytesAt == 0) FirstBytesAt = Stopwatch.GetTimestamp();
        return received;
    }

    public void Close() => inner.Close();
}
