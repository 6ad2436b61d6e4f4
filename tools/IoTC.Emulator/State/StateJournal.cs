using System;
using System.Collections.Generic;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace IoTC.Emulator.State;

/// <summary>The changes on their way to the data file, in the order in which they were made. Whoever makes one does not wait for the disk.</summary>
internal sealed class StateJournal
{
    private const int MaxBatch = 1000;

    private readonly Channel<Action<StateTables>> _changes = Channel.CreateUnbounded<Action<StateTables>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly List<TaskCompletionSource> _flushes = [];   // of the batch that is being written

    /// <summary>Takes a change; called under the lock that ordered it. Ignored once the journal has ended.</summary>
    public void Add(Action<StateTables> change) => _changes.Writer.TryWrite(change);

    /// <summary>Completes when the changes taken so far are written; never when the journal has ended.</summary>
    public Task FlushAsync()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(_ => _flushes.Add(written));
        return written.Task;
    }

    /// <summary>Takes no more changes; those taken are still written.</summary>
    public void Complete() => _changes.Writer.TryComplete();

    /// <summary>Writes until the journal is completed: whatever has piled up, as one transaction.</summary>
    public async Task RunAsync(StateTables tables)
    {
        try
        {
            while (await _changes.Reader.WaitToReadAsync())
            {
                tables.Begin();
                for (int i = 0; i < MaxBatch && _changes.Reader.TryRead(out Action<StateTables>? change); i++)
                {
                    change(tables);
                }

                tables.Commit();
                _flushes.ForEach(written => written.SetResult());
                _flushes.Clear();
            }
        }
        finally
        {
            Complete();   // after a failure nothing may pile up
        }
    }
}
