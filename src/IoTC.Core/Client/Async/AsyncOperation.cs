using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;

namespace IoTC;

/// <summary>Something that is awaited until the server answers. Operations are kept and used again: awaiting one allocates nothing.</summary>
internal sealed class AsyncOperation : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Pending = 0;
    private const int Completing = 1;

    private readonly AsyncOperationTable _table;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _registration;
    private Exception? _exception;
    private int _state;
    private int _openEnds;      // the answer, and the caller's await: when both are over it is used again

    public AsyncOperation(AsyncOperationTable table, int slot)
    {
        _table = table;
        Token = slot;
    }

    /// <summary>The number that goes with the request and comes back with the answer; another one at each use, so that a late answer is not taken for a new one.</summary>
    public int Token { get; private set; }

    /// <summary>The next one of a list.</summary>
    public AsyncOperation? Next { get; set; }

    /// <summary>Begins a wait; before the request goes to the engine, because the answer may be quick.</summary>
    public ValueTask Start(CancellationToken cancellationToken)
    {
        _core.Reset();
        Token = AsyncOperationTable.NextToken(Token);
        _exception = null;
        _openEnds = 2;
        Volatile.Write(ref _state, Pending);
        var task = new ValueTask(this, _core.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (operation, token) => ((AsyncOperation)operation!).Cancel(token), this);
        }

        return task;
    }

    /// <summary>Ends a wait that nothing was sent for; its task is not awaited.</summary>
    public void Abandon()
    {
        _registration.Dispose();
        _table.Return(this);
    }

    /// <summary>The answer has come, or never will. It may be called while the caller gives up; one of the two counts.</summary>
    /// <returns>Whether the continuation is to be run by an <see cref="AsyncOperationList"/>.</returns>
    public bool TrySetResult(Exception? exception)
    {
        bool isFirst = Interlocked.CompareExchange(ref _state, Completing, Pending) == Pending;
        if (isFirst) _exception = exception;
        else CloseEnd();
        return isFirst;
    }

    /// <summary>Tells the caller.</summary>
    public void Execute()
    {
        _registration.Dispose();
        Exception? exception = _exception;
        // After this line the caller may be through, and with the other end closed the operation is somebody else's.
        if (exception == null) _core.SetResult(true);
        else _core.SetException(exception);
        CloseEnd();
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            CloseEnd();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    // The message stays where it is; only the wait ends.
    private void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Completing, Pending) != Pending) return;
        _core.SetException(new OperationCanceledException(cancellationToken));
    }

    private void CloseEnd()
    {
        if (Interlocked.Decrement(ref _openEnds) == 0) _table.Return(this);
    }
}
