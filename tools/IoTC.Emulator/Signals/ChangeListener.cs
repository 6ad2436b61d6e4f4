using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;

namespace IoTC.Emulator.Signals;

/// <summary>One who listens to a <see cref="ChangeFeed"/>, with what it has not heard yet.</summary>
internal sealed class ChangeListener : IDisposable
{
    private const int MaxWaiting = 1000;

    private readonly ChangeFeed _feed;
    private readonly Channel<Change> _waiting;
    private int _hasLost;

    public ChangeListener(ChangeFeed feed)
    {
        _feed = feed;
        _waiting = Channel.CreateBounded<Change>(
            new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Volatile.Write(ref _hasLost, 1));
    }

    /// <summary>Whether it was too slow since the last call, and something is missing.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _hasLost, 0) != 0;

    /// <summary>Everything told, until the feed ends.</summary>
    public IAsyncEnumerable<Change> ReadAllAsync(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);

    public void Dispose() => _feed.Remove(this);

    internal void Take(Change change) => _waiting.Writer.TryWrite(change);

    internal void Complete() => _waiting.Writer.TryComplete();
}
