namespace IoTC.Simulation.Tests;

/// <summary>The device's own idea of the time of day.</summary>
internal interface IDeviceClock
{
    /// <summary>The clock jumps to be off by so much.</summary>
    void Jump(long errorMs);
}
