using System;

namespace IoTC;

/// <content>What DPS has assigned.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly AssignmentKeeper _assignmentKeeper;
    private AssignmentHandler? _assignmentHandler;

    /// <summary>What DPS assigned last, in this run or, with an <see cref="IoTCOptions.AssignmentCache"/>, an earlier one; <see langword="null"/> before.</summary>
    public DeviceAssignment? Assignment
    {
        get
        {
            lock (_pump.Gate) return _engine.Assignment;
        }
    }

    /// <summary>Sets the handler of new assignments: the first, one to another hub, a move to another scope.</summary>
    /// <param name="handler">Called with each.</param>
    public void OnAssigned(AssignmentHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_pump.Gate) _assignmentHandler = handler;
    }

    // The file is read outside the gate.
    private void RestoreAssignment()
    {
        if (_assignmentKeeper.Load() is not { } assignment) return;
        lock (_pump.Gate) _assignmentKeeper.Restore(_engine, assignment);
    }

    // Under the gate: storing and telling are the dispatcher's.
    private void TakeAssigned()
    {
        AsyncWorkItem item = _dispatcher.Rent();
        item.SetAssigned(_engine.Assignment!, _assignmentHandler);
        _dispatcher.Post(item);
    }

    private void HandleAssigned(AsyncWorkItem item)
    {
        _assignmentKeeper.Store(item.Assignment!);
        (item.Handler as AssignmentHandler)?.Invoke(item.Assignment!);
    }
}
