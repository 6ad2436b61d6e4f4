using System.Collections.Generic;

namespace IoTC.Simulation.Tests;

/// <summary>What one run has seen.</summary>
internal sealed record SimulationResult(long DeviceMs, Ledger Ledger, SortedDictionary<string, int> Faults, long Steps);
