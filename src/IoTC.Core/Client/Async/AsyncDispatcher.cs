using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC;

/// <summary>Runs handlers one after the other, in the order of the events, on the thread pool: a handler may wait for whatever the client does.</summary>
internal sealed class AsyncDispatcher : IThreadPoolWorkItem
{
    /// <summary>Commands beyond so many waiting ones are answered 503 at once.</summary>
    public const int MaxWaitingCommands = 256;

    private readonly Lock _gate = new();
    private readonly IoTCAsyncClient _client;
    private AsyncWorkItem? _first;
    private AsyncWorkItem? _last;
    private AsyncWorkItem? _free;
    private TaskCompletionSource? _idle;
    private bool _isRunning;

    public AsyncDispatcher(IoTCAsyncClient client) => _client = client;

    /// <summary>Items that wait for their handler.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>Takes an item that is not in use.</summary>
    public AsyncWorkItem Rent()
    {
        lock (_gate)
        {
            AsyncWorkItem? item = _free;
            if (item == null) return new AsyncWorkItem(_client);
            _free = item.Next;
            item.Next = null;
            return item;
        }
    }

    /// <summary>Queues an item.</summary>
    public void Post(AsyncWorkItem item)
    {
        lock (_gate)
        {
            if (_last == null) _first = item;
            else _last.Next = item;
            _last = item;
            WaitingCount++;
            if (_isRunning) return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Completes when all that was queued is handled.</summary>
    public Task WaitUntilIdleAsync()
    {
        lock (_gate)
        {
            if (!_isRunning) return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        while (TryTake(out AsyncWorkItem? item))
        {
            await _client.HandleAsync(item!).ConfigureAwait(false);
            item!.Clear();
            lock (_gate)
            {
                item.Next = _free;
                _free = item;
            }
        }
    }

    private bool TryTake(out AsyncWorkItem? item)
    {
        lock (_gate)
        {
            item = _first;
            if (item != null)
            {
                _first = item.Next;
                if (_first == null) _last = null;
                item.Next = null;
                WaitingCount--;
                return true;
            }

            _isRunning = false;
            _idle?.TrySetResult();
            _idle = null;
            return false;
        }
    }
}
