namespace IoTC;

/// <summary>Keeps a device's assignment between runs. A client calls it by one thread at a time; what it throws is logged, and the device registers as if there were none.</summary>
public interface IAssignmentCache
{
    /// <summary>Gives what was stored last; called once, before the first connection.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    DeviceAssignment? Load();

    /// <summary>Takes an assignment; called after each registration.</summary>
    /// <param name="assignment">To be given back by the next <see cref="Load"/>, in this run or another.</param>
    void Store(DeviceAssignment assignment);
}
