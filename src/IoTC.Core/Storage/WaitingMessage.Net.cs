using System.Threading.Tasks;

namespace IoTC.Storage;

/// <summary>A message that waits for its turn, because what is written next is full. Guarded by the outbox's gate, but for <see cref="Told"/>.</summary>
/// <param name="record">The record, but for its number.</param>
internal sealed class WaitingMessage(byte[] record)
{
    private readonly TaskCompletionSource<long> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Record { get; } = record;

    /// <summary>The number that it has got with its turn, or 0.</summary>
    public long Sequence { get; set; }

    /// <summary>Completes with the number when the message is accepted, with 0 when there is no room for it; or throws why it is not.</summary>
    public Task<long> Told => _told.Task;

    /// <summary>Lets its sender go on.</summary>
    public void Tell(IoTCException? failure)
    {
        if (failure == null) _told.TrySetResult(Sequence);
        else _told.TrySetException(failure);
    }
}
