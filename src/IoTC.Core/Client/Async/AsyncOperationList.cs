using System.Threading;

namespace IoTC;

/// <summary>Operations whose results are set and whose continuations are still to be run, linked through <see cref="AsyncOperation.Next"/>.</summary>
internal struct AsyncOperationList
{
    private AsyncOperation? _first;
    private AsyncOperation? _last;

    /// <summary>Whether there is none.</summary>
    public readonly bool IsEmpty => _first == null;

    /// <summary>Whether there is exactly one.</summary>
    public readonly bool IsSingle => _first != null && _first == _last;

    /// <summary>Appends one.</summary>
    public void Add(AsyncOperation operation)
    {
        if (_last == null) _first = operation;
        else _last.Next = operation;
        _last = operation;
    }

    /// <summary>Appends a list.</summary>
    public void Add(AsyncOperationList others)
    {
        if (others._first == null) return;
        if (_last == null) _first = others._first;
        else _last.Next = others._first;
        _last = others._last;
    }

    /// <summary>Runs the continuations on this thread, in order.</summary>
    public readonly void RunAll()
    {
        AsyncOperation? operation = _first;
        while (operation != null)
        {
            AsyncOperation? next = operation.Next;
            operation.Next = null;
            operation.Execute();
            operation = next;
        }
    }

    /// <summary>Runs the continuations on the thread pool.</summary>
    public readonly void QueueAll()
    {
        AsyncOperation? operation = _first;
        while (operation != null)
        {
            AsyncOperation? next = operation.Next;
            operation.Next = null;
            ThreadPool.UnsafeQueueUserWorkItem(operation, preferLocal: false);
            operation = next;
        }
    }
}
