using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Tls.Protocol;

namespace IoTC.Transport.Tls.Channels;

/// <summary>
/// Carries bytes between an engine and an awaited transport: one send and one receive at the same time, with one lock around the engine that is never held
/// across I/O.
/// </summary>
/// <remarks>
/// Ciphertext leaves through one pump, run by whoever finds it idle. Who sends waits for it, so that no more than one record is held; who receives does not,
/// so that a peer which does not read never stops the reading.
/// </remarks>
internal sealed partial class TlsAsyncChannel(IAsyncTransport inner, TlsEngine engine, IClock clock, TlsTransport owner)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;    // made by who waits for the pump
    private bool _pumping;
    private int _sending;
    private int _receiving;
    private int _reported;

    public TlsEngine Engine => engine;

    public bool IsAlive
    {
        get
        {
            lock (_gate)
            {
                return engine.Status >= 0;
            }
        }
    }

    /// <inheritdoc cref="IAsyncTransport.SendAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(ref _sending);
        try
        {
            for (int done = 0; done < bytes.Length;)
            {
                int taken = TakePlaintext(bytes.Span[done..], out Task? idle);
                if (taken < 0)
                {
                    return Report(taken);
                }

                if (idle is not null)
                {
                    await idle.WaitAsync(cancellationToken).ConfigureAwait(false);
                    continue;
                }

                int status = await PumpAsync(cancellationToken).ConfigureAwait(false);
                if (status < 0)
                {
                    return Report(status);
                }

                done += taken;
            }

            return bytes.Length;
        }
        finally
        {
            Volatile.Write(ref _sending, 0);
        }
    }

    /// <inheritdoc cref="IAsyncTransport.ReceiveAsync"/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter(ref _receiving);
        try
        {
            while (true)
            {
                int count = TakeInput(window.Span, out Memory<byte> free, out bool mustPump);
                if (mustPump)
                {
                    // An alert, most often the last thing said. It is not waited for: only sends are.
                    _ = PumpAsync(CancellationToken.None).AsTask();
                }

                if (count != 0)
                {
                    return Report(count);
                }

                await FetchAsync(free, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _receiving, 0);
        }
    }

    /// <summary>Has the transport keep the reason of a failure, the first time that it is told.</summary>
    private int Report(int result)
    {
        if (result < 0 && !Volatile.Read(ref _isClosing) && Interlocked.Exchange(ref _reported, 1) == 0)
        {
            owner.NoteFailure(engine.Failure);
        }

        return result;
    }

    private static void Enter(ref int gate)
    {
        if (Interlocked.Exchange(ref gate, 1) != 0)
        {
            throw new InvalidOperationException("Another call of this kind is under way.");
        }
    }

    /// <summary>Encrypts one record and takes the pump for it, or names the task to wait for when another has the pump.</summary>
    private int TakePlaintext(ReadOnlySpan<byte> bytes, out Task? idle)
    {
        lock (_gate)
        {
            if (_pumping && engine.Status >= 0)
            {
                _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                idle = _idle.Task;
                return 0;
            }

            idle = null;
            int taken = engine.Write(bytes);
            _pumping = _pumping || taken >= 0;
            return taken;
        }
    }

    private int TakeInput(Span<byte> window, out Memory<byte> free, out bool mustPump)
    {
        lock (_gate)
        {
            free = default;
            int count = engine.Read(window);
            if (count == 0)
            {
                engine.GetReceiveWindow(out byte[] buffer, out int offset, out int room);
                free = buffer.AsMemory(offset, room);
            }

            mustPump = TryTakePump();
            return count;
        }
    }

    private bool TryTakePump()
    {
        if (_pumping || !engine.HasOutput)
        {
            return false;
        }

        _pumping = true;
        return true;
    }

    /// <summary>Receives ciphertext once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FetchAsync(Memory<byte> free, CancellationToken cancellationToken)
    {
        int received;
        try
        {
            received = await inner.ReceiveAsync(free, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Abandon();
            throw;
        }

        lock (_gate)
        {
            if (received > 0)
            {
                engine.CommitReceived(received);
            }
            else
            {
                engine.HandleTransportEnded(Math.Min(received, TransportStatus.Closed), Diagnostics.Of(inner));
            }
        }
    }

    /// <summary>Sends what is ready, until nothing is. The caller has taken the pump; it is idle afterwards.</summary>
    /// <returns><see cref="TransportStatus.Ok"/>, or the negative status of the stream below.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> PumpAsync(CancellationToken cancellationToken)
    {
        bool isIdle = false;
        try
        {
            while (NextOutput(out ReadOnlyMemory<byte> output))
            {
                int sent = await inner.SendAsync(output, cancellationToken).ConfigureAwait(false);
                int status = HandleSent(sent);
                if (status < 0)
                {
                    return status;
                }
            }

            isIdle = true;
            return TransportStatus.Ok;
        }
        catch (OperationCanceledException)
        {
            Abandon();
            throw;
        }
        finally
        {
            if (!isIdle)
            {
                GiveBackPump();
            }
        }
    }

    private bool NextOutput(out ReadOnlyMemory<byte> output)
    {
        lock (_gate)
        {
            if (engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
            {
                output = buffer.AsMemory(offset, count);
                return true;
            }

            // Under the same lock as the look: what comes to be ready later finds the pump idle.
            output = default;
            LeavePump();
            return false;
        }
    }

    private int HandleSent(int sent)
    {
        lock (_gate)
        {
            if (sent > 0)
            {
                engine.AdvanceOutput(sent);
                return TransportStatus.Ok;
            }

            engine.HandleTransportEnded(Math.Min(sent, TransportStatus.Closed), Diagnostics.Of(inner));
            return engine.Status;
        }
    }

    private void GiveBackPump()
    {
        lock (_gate)
        {
            LeavePump();
        }
    }

    private void LeavePump()
    {
        _pumping = false;
        _idle?.TrySetResult();
        _idle = null;
    }

    private void Abandon()
    {
        lock (_gate)
        {
            engine.HandleTransportAbandoned();
        }
    }
}
