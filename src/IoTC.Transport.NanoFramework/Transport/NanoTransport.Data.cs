using System;
using System.Net.Sockets;

namespace IoTC.Transport.NanoFramework;

/// <content>Bytes of an open stream.</content>
public sealed partial class NanoTransport
{
    // A record that was begun must leave, or the stream is of no more use: it gets this long beyond what the caller waits.
    private const int RecordGraceMs = 1000;

    // Fits into what a board's TCP has free when it says that it can be written to.
    private const int MaxSendBytes = 1024;

    // Poll counts microseconds in 32 bits.
    private const int MaxPollMs = 2000000;

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        RequireRange(buffer, offset, count);
        if (_stream == null || _socket == null) return _endStatus;
        try
        {
            if (!_socket.Poll(Microseconds(timeoutMs), SelectMode.SelectWrite)) return 0;
            int taken = count < MaxSendBytes ? count : MaxSendBytes;
            _socket.SendTimeout = RecordGraceMs;
            _stream.Write(buffer, offset, taken);
            return taken;
        }
        catch (Exception exception)
        {
            return End(exception, "sending");
        }
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        RequireRange(buffer, offset, count);
        if (_stream == null || _socket == null) return _endStatus;
        try
        {
            // What is decrypted already does not show on the socket.
            if (!_stream.DataAvailable && !_socket.Poll(Microseconds(timeoutMs), SelectMode.SelectRead)) return 0;
            _socket.ReceiveTimeout = timeoutMs < 1 ? 1 : timeoutMs;
            int received = _stream.Read(buffer, offset, count);
            return received > 0 ? received : End(TransportStatus.Closed, "");
        }
        catch (Exception exception)
        {
            // A part of a record has come; the rest is read by the next call.
            return NanoFailure.IsTimeout(exception) ? 0 : End(exception, "receiving");
        }
    }

    private int End(Exception exception, string doing)
    {
        NanoFailure failure = NanoFailure.OfStream(exception, doing);
        return End(failure.Status, failure.Words);
    }

    private static int Microseconds(int milliseconds)
    {
        if (milliseconds <= 0) return 0;
        return (milliseconds < MaxPollMs ? milliseconds : MaxPollMs) * 1000;
    }

    private static void RequireRange(byte[] buffer, int offset, int count)
    {
        if (buffer == null || offset < 0 || count < 1 || count > buffer.Length - offset) throw new ArgumentException("Offset and count are not a range of the array.");
    }
}
