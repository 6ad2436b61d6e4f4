using System;

namespace IoTC;

/// <content>What DPS has assigned.</content>
public sealed partial class IoTCClient
{
    private AssignmentKeeper? _assignmentKeeper;
    private AssignmentHandler? _assignmentHandler;

    /// <summary>What DPS assigned last, in this run or, with an <see cref="IoTCOptions.AssignmentCache"/>, an earlier one; <see langword="null"/> before.</summary>
    public DeviceAssignment? Assignment => _engine?.Assignment;

    /// <summary>Sets the handler of new assignments: the first, one to another hub, a move to another scope.</summary>
    /// <param name="handler">Called with each.</param>
    public void OnAssigned(AssignmentHandler handler) => _assignmentHandler = handler ?? throw new ArgumentNullException(nameof(handler));

    private AssignmentKeeper Keeper => _assignmentKeeper ??= new AssignmentKeeper(_options, _log);

    partial void RestoreAssignment() => Keeper.Restore(_engine!);

    partial void HandleAssigned()
    {
        DeviceAssignment assignment = _engine!.Assignment!;
        Keeper.Store(assignment);
        try
        {
            _assignmentHandler?.Invoke(assignment);
        }
        catch (Exception exception)
        {
            _log.HandlerFailed("assignment", exception);
        }
    }
}
