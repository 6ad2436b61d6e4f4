using System.Collections.Immutable;
using System.Threading;

namespace IoTC.Emulator.Signals;

/// <summary>Tells any number of listeners what happens, when it happens; does next to nothing as long as there are none.</summary>
internal sealed class ChangeFeed
{
    private ImmutableHashSet<ChangeListener> _listeners = [];
    private bool _isComplete;

    /// <summary>Waits for nobody: a listener that is slow loses the oldest.</summary>
    public void Tell(ChangeKind kind, EmulatedDevice? device = null, TelemetryMessage? message = null)
    {
        ImmutableHashSet<ChangeListener> listeners = _listeners;
        if (!listeners.IsEmpty)
        {
            var change = new Change(kind, device, message);
            foreach (ChangeListener listener in listeners)
            {
                listener.Take(change);
            }
        }
    }

    /// <summary>A listener that hears everything from now on; dispose it to leave.</summary>
    public ChangeListener Listen()
    {
        var listener = new ChangeListener(this);
        ImmutableInterlocked.Update(ref _listeners, (all, one) => all.Add(one), listener);
        if (Volatile.Read(ref _isComplete))
        {
            listener.Complete();
        }

        return listener;
    }

    /// <summary>Ends every listener, present or future.</summary>
    public void Complete()
    {
        Volatile.Write(ref _isComplete, true);
        foreach (ChangeListener listener in _listeners)
        {
            listener.Complete();
        }
    }

    internal void Remove(ChangeListener listener) => ImmutableInterlocked.Update(ref _listeners, (all, one) => all.Remove(one), listener);
}
