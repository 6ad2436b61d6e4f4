using System.Collections.Generic;
using System.Threading.Tasks;

namespace IoTC.Storage;

/// <summary>Messages that are written together, and wait for the disk together. Guarded by the outbox's gate while it is filled, the leader's alone afterwards.</summary>
internal sealed class CommitBatch
{
    private readonly List<WaitingMessage> _admitted = [];
    private TaskCompletionSource? _told;

    /// <summary>The number of its first message, or 0.</summary>
    public long First { get; private set; }

    /// <summary>The number of its last message.</summary>
    public long Last { get; private set; }

    /// <summary>Counts a message in.</summary>
    public void Add(long sequence)
    {
        if (First == 0) First = sequence;
        Last = sequence;
    }

    /// <summary>Counts in a message that has waited for its turn.</summary>
    public void Add(WaitingMessage message)
    {
        Add(message.Sequence);
        _admitted.Add(message);
    }

    /// <summary>Completes when the batch is accepted, or throws why it is not. It is made only when somebody waits.</summary>
    public Task GetTask()
    {
        _told ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _told.Task;
    }

    /// <summary>Lets those go on who wait, under no lock; then it is empty, and may be filled again.</summary>
    public void Tell(IoTCException? failure)
    {
        if (failure == null) _told?.TrySetResult();
        else _told?.TrySetException(failure);
        foreach (WaitingMessage message in _admitted) message.Tell(failure);
        _told = null;
        _admitted.Clear();
        First = 0;
        Last = 0;
    }
}
