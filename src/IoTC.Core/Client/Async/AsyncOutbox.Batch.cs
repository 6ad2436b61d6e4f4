using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC;

/// <content>Many messages at once.</content>
internal sealed partial class AsyncOutbox
{
    // So much of a batch is given to the outbox at a time, what a record has besides its payload counted in.
    private const int MaxBytesInRow = 64 * 1024;
    private const int OverheadBytes = 64;

    /// <summary>Completes when the hub has acknowledged all of the messages.</summary>
    /// <remarks>They are accepted in order: the outbox is given no more at a time than it takes without letting anybody wait for room.</remarks>
    public async Task SendAllAsync(IReadOnlyList<ReadOnlyMemory<byte>> payloads, MessageProperties? properties, CancellationToken cancellationToken)
    {
        for (int i = 0; i < payloads.Count; i++)
        {
            if (_sender.IsTooLarge(payloads[i].Length, properties)) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        }

        var sends = new List<Task>(payloads.Count);
        var accepting = new List<Task<long>>();
        int asked = 0;
        int firstRefused = -1;
        try
        {
            while (asked < payloads.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                asked += Append(payloads, asked, properties, accepting);
                // Those that were accepted go, also when one behind them was not.
                await Task.WhenAll((IEnumerable<Task>)accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                foreach (Task<long> accepted in accepting)
                {
                    if (accepted.IsCompletedSuccessfully) sends.Add(WaitAsync(accepted.Result, cancellationToken).AsTask());
                    else if (firstRefused < 0) firstRefused = asked - accepting.Count + accepting.IndexOf(accepted);
                }

                await Task.WhenAll(accepting).ConfigureAwait(false);
                accepting.Clear();
            }

            await Task.WhenAll(sends).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IoTCException or OperationCanceledException)
        {
            // Nobody else looks at how those end that were accepted.
            _ = Task.WhenAll(sends).ContinueWith(static all => all.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw ThrowHelper.InBatch(exception, sends.Count, payloads.Count, firstRefused < 0 ? asked : firstRefused, cancellationToken);
        }
    }

    // So many as the outbox takes at a time.
    private int Append(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int first, MessageProperties? properties, List<Task<long>> accepting)
    {
        int bytes = 0;
        for (int i = first; i < payloads.Count && (bytes == 0 || bytes + payloads[i].Length <= MaxBytesInRow); i++)
        {
            accepting.Add(ArriveAsync(payloads[i], properties).AsTask());
            bytes += payloads[i].Length + OverheadBytes + (properties?.Encoded.Count ?? 0);
        }

        return accepting.Count;
    }
}
