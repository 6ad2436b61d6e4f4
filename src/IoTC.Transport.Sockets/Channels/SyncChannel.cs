using System;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>An open connection of the blocking face. Used by one thread at a time.</summary>
internal abstract class SyncChannel
{
    /// <summary>What ended the connection, once a call has answered with a negative status.</summary>
    public string Failure { get; private set; } = "";

    /// <inheritdoc cref="ITransport.Send"/>
    public int Send(ReadOnlySpan<byte> bytes, Deadline deadline)
    {
        try
        {
            return Write(bytes, deadline);
        }
        catch (Exception e)
        {
            return Fail(FailureException.From(e));
        }
    }

    /// <inheritdoc cref="ITransport.Receive"/>
    public int Receive(Span<byte> window, Deadline deadline)
    {
        try
        {
            return Read(window, deadline);
        }
        catch (Exception e)
        {
            return Fail(FailureException.From(e));
        }
    }

    /// <summary>Ends the connection in order if that needs no waiting. Never throws.</summary>
    public abstract void Close();

    /// <summary>Takes some of the bytes, 0 when there was no room in time. Throws when the connection has failed.</summary>
    protected abstract int Write(ReadOnlySpan<byte> bytes, Deadline deadline);

    /// <summary>Gives some bytes, 0 when none came in time. Throws when the connection has ended.</summary>
    protected abstract int Read(Span<byte> window, Deadline deadline);

    private int Fail(FailureException failure)
    {
        Failure = failure.Message;
        return failure.Status;
    }
}
