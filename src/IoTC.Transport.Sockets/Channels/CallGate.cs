using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>Lets one call through at a time, until it is shut; who shuts it can wait for the call inside. A field that is never copied.</summary>
internal struct CallGate
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Shut = 2;
    private const int BusyAndShut = 3;

    private TaskCompletionSource? _left;    // made by who shuts the gate, before the call inside can see that it is shut
    private int _state;

    public bool IsBusy => Volatile.Read(ref _state) is Busy or BusyAndShut;

    /// <summary><see langword="false"/> when the gate is shut.</summary>
    /// <exception cref="InvalidOperationException">A call is inside.</exception>
    public bool Enter() => Interlocked.CompareExchange(ref _state, Busy, Idle) switch
    {
        Idle => true,
        Busy => throw new InvalidOperationException("Another call of this kind is under way."),
        _ => false,
    };

    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Busy) == BusyAndShut)
        {
            Volatile.Read(ref _left)!.TrySetResult();
        }
    }

    /// <summary>Lets nobody in any more; completes when the call inside, if any, has left.</summary>
    public Task ShutAsync()
    {
        TaskCompletionSource left = LazyInitializer.EnsureInitialized(ref _left, static () => new(TaskCreationOptions.RunContinuationsAsynchronously));
        while (true)
        {
            // The call inside may leave between the two exchanges; then the first one succeeds the next time round.
            if (Interlocked.CompareExchange(ref _state, Shut, Idle) is Idle or Shut)
            {
                return Task.CompletedTask;
            }

            if (Interlocked.CompareExchange(ref _state, BusyAndShut, Busy) is Busy or BusyAndShut)
            {
                return left.Task;
            }
        }
    }
}
