using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Emulator.Signals;

/// <summary>Lets any number of waiters look again whenever something changed; nobody polls.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Tells every waiter to look again.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    /// <summary>Completes when <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="timeout"/>.</exception>
    public async Task WaitUntilAsync(Func<bool> condition, TimeSpan timeout, Func<string> describe, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task next = Volatile.Read(ref _next).Task;   // taken before the look, so that no change falls between the two
            if (condition())
            {
                return;
            }

            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"{describe()} (waited {timeout.TotalSeconds:0.###} s)");
            }
        }
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
