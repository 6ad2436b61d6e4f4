using System;
using IoTC.Engine;

namespace IoTC;

/// <summary>Between an engine, which does no I/O, and the program's <see cref="IAssignmentCache"/>. What the cache throws is told, and never ends a connection.</summary>
internal sealed class AssignmentKeeper(IoTCOptions options, ClientLog log)
{
    private readonly IAssignmentCache? _cache = options.AssignmentCache;
    private bool _isLoaded;

    /// <summary>Gives the engine what an earlier run has stored; once.</summary>
    public void Restore(DeviceEngine engine)
    {
        if (Load() is { } assignment) Restore(engine, assignment);
    }

    /// <summary>Reads the cache; <see langword="null"/> when there is nothing, or when it was read before.</summary>
    public DeviceAssignment? Load()
    {
        if (_isLoaded || _cache == null) return null;
        _isLoaded = true;
        try
        {
            return _cache.Load();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            log.Api("the assignment cache cannot be read (" + exception.GetType().Name + "); registering with DPS");
            return null;
        }
    }

    public void Restore(DeviceEngine engine, DeviceAssignment assignment)
    {
        bool isUsed = engine.TryRestore(assignment);
        log.Api(isUsed ? "using the cached assignment " + assignment : "the cached assignment is for another scope or device; registering with DPS");
    }

    public void Store(DeviceAssignment assignment)
    {
        log.Api("assigned " + assignment);
        if (_cache == null) return;
        try
        {
            _cache.Store(assignment);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            log.Api("the assignment cannot be cached (" + exception.GetType().Name + ")");
        }
    }
}
