using System;

namespace IoTC.Simulation.Tests;

/// <summary>An invariant does not hold.</summary>
internal sealed class SimulationException(Invariant invariant, string message) : Exception($"{invariant}: {message}")
{
    public Invariant Invariant { get; } = invariant;
}
