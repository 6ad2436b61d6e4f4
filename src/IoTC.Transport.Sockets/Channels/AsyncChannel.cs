using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>An open connection of the asynchronous face: one send and one receive at a time, closed at any time.</summary>
/// <remarks>
/// A cancelled call ends the connection, so the caller's token does nothing but end the connection's own token. That makes closing and cancelling one
/// path: both end the calls inside, and only when they have left is TLS told to close (OpenSSL's objects bear one thread at a time).
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "A token source without timer and parent holds nothing; calls may still ask for its token.")]
internal abstract class AsyncChannel
{
    private readonly CancellationTokenSource _life = new();
    private protected CallGate _receiving;
    private protected CallGate _sending;
    private FailureException? _failure;
    private SocketTransportBase? _owner;
    private Task? _closed;

    public bool IsAlive => !_life.IsCancellationRequested;

    /// <summary>What ended the connection; empty while nothing has.</summary>
    public string Failure => Volatile.Read(ref _failure)?.Message ?? "";

    /// <summary>Cancelled when the connection ends, for whatever reason.</summary>
    protected CancellationToken Life => _life.Token;

    /// <summary>Names the transport that keeps the reason when the connection fails.</summary>
    public void ReportTo(SocketTransportBase owner) => _owner = owner;

    /// <inheritdoc cref="IAsyncTransport.SendAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public virtual async ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_sending.Enter())
        {
            return TransportStatus.Closed;
        }

        try
        {
            using CancellationTokenRegistration registration = EndOn(cancellationToken);
            await WriteAsync(bytes, _life.Token).ConfigureAwait(false);
            return bytes.Length;
        }
        catch (Exception e)
        {
            return Fail(e, cancellationToken);
        }
        finally
        {
            _sending.Leave();
        }
    }

    /// <inheritdoc cref="IAsyncTransport.ReceiveAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public virtual async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_receiving.Enter())
        {
            return TransportStatus.Closed;
        }

        try
        {
            using CancellationTokenRegistration registration = EndOn(cancellationToken);
            return await ReadAsync(window, _life.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Fail(e, cancellationToken);
        }
        finally
        {
            _receiving.Leave();
        }
    }

    /// <summary>Ends the calls inside and the connection. Never fails.</summary>
    public Task CloseAsync()
    {
        lock (_life)
        {
            return _closed ??= Task.Run(CloseOnceAsync);
        }
    }

    /// <summary>Writes all bytes, or throws.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Reads at least one byte, or throws.</summary>
    protected abstract ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken);

    /// <summary>Ends calls inside that do not watch the connection's token. Never throws.</summary>
    protected virtual void Interrupt()
    {
    }

    /// <summary>Takes leave of the peer while a receive may be under way, but no send is. Does not wait long, and never throws.</summary>
    protected virtual Task TakeLeaveAsync() => Task.CompletedTask;

    /// <summary>Gives the socket back. No call is inside. Never throws.</summary>
    /// <param name="inOrder">The last send was complete: the peer may be told of the end.</param>
    protected abstract Task EndAsync(bool inOrder);

    /// <summary>What the end of the stream means.</summary>
    private protected virtual FailureException Ended() => FailureException.ClosedByPeer();

    /// <summary>What an exception means.</summary>
    private protected virtual Exception Explain(Exception e) => e;

    /// <summary>Ends a send that nobody can cancel.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private protected async ValueTask<int> EndSendAsync(ValueTask<int> sending)
    {
        try
        {
            return await sending.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Fail(Explain(e), CancellationToken.None);
        }
        finally
        {
            _sending.Leave();
        }
    }

    /// <summary>Ends a receive that nobody can cancel: 0 bytes are the end of the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private protected async ValueTask<int> EndReceiveAsync(ValueTask<int> receiving)
    {
        try
        {
            int count = await receiving.ConfigureAwait(false);
            return count > 0 ? count : Fail(Ended(), CancellationToken.None);
        }
        catch (Exception e)
        {
            return Fail(Explain(e), CancellationToken.None);
        }
        finally
        {
            _receiving.Leave();
        }
    }

    private async Task CloseOnceAsync()
    {
        Interlocked.CompareExchange(ref _failure, FailureException.ClosedHere(), null);
        bool interrupted = _sending.IsBusy;
        if (IsAlive && !interrupted)
        {
            await TakeLeaveAsync().ConfigureAwait(false);
        }

        _life.Cancel();
        Interrupt();
        await _sending.ShutAsync().ConfigureAwait(false);
        await _receiving.ShutAsync().ConfigureAwait(false);
        await EndAsync(!interrupted && _failure.Status == TransportStatus.Closed).ConfigureAwait(false);
    }

    private CancellationTokenRegistration EndOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static channel => ((AsyncChannel)channel!)._life.Cancel(), this);

    private protected int Fail(Exception e, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FailureException failure = FailureException.From(e);
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _owner?.NoteFailure(failure.Message);
            _life.Cancel();
        }

        return _failure.Status;
    }
}
