using IoTC.Transport;

namespace IoTC.Simulation.Tests.Device;

/// <summary>The device's clock in the simulation's time.</summary>
internal sealed class SimClock(SimWorld world) : IPausingClock
{
    public long ErrorMs { get; set; }

    public long NowMs => world.NowMs;

    public long UtcUnixMs => world.UtcMs + ErrorMs;

    public void Pause(int milliseconds) => world.RunUntil(world.NowMs + milliseconds);
}
