using System.Threading.Tasks;

namespace IoTC.Storage;

/// <summary>Messages that are written together, and wait for the disk together. Guarded by the outbox's gate, but for <see cref="Tell"/>.</summary>
internal sealed class CommitBatch
{
    private TaskCompletionSource? _waiting;

    /// <summary>Why it was not accepted, once that is known; null when it was.</summary>
    public IoTCException? Failure { get; private set; }

    public bool IsDone { get; private set; }

    /// <summary>The number of its first message, or 0.</summary>
    public long First { get; set; }

    /// <summary>The number of its last message.</summary>
    public long Last { get; set; }

    /// <summary>Completes when the batch is accepted, or throws why it is not. It is made only when somebody waits.</summary>
    public Task GetTask()
    {
        if (IsDone) return Failure == null ? Task.CompletedTask : Task.FromException(Failure);
        _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Task;
    }

    public void SetDone(IoTCException? failure)
    {
        Failure = failure;
        IsDone = true;
    }

    /// <summary>Lets those go on who wait; under no lock.</summary>
    public void Tell()
    {
        if (Failure == null) _waiting?.TrySetResult();
        else _waiting?.TrySetException(Failure);
    }
}
