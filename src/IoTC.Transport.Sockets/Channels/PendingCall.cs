using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>One awaited call after the other, waited for with a limit; nothing is allocated for them.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "An event whose handle nobody has asked for holds nothing.")]
internal sealed class PendingCall
{
    private readonly ManualResetEventSlim _done = new(false, spinCount: 0);
    private readonly Action _complete;
    private ValueTaskAwaiter<int> _awaiter;

    public PendingCall() => _complete = _done.Set;

    /// <summary>Whether a call was started whose result has not been taken.</summary>
    public bool IsUnderWay { get; private set; }

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand.")]
    public void Start(ValueTask<int> call)
    {
        IsUnderWay = true;
        _done.Reset();
        _awaiter = call.GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            _done.Set();
        }
        else
        {
            _awaiter.UnsafeOnCompleted(_complete);
        }
    }

    /// <summary>Waits for the end of the call; <see langword="false"/> when the time was over first.</summary>
    public bool Wait(Deadline deadline) => _done.Wait(deadline.RemainingMs);

    /// <summary>Takes the result, once, after <see cref="Wait"/> has said that there is one.</summary>
    public int TakeResult()
    {
        IsUnderWay = false;
        return _awaiter.GetResult();
    }
}
