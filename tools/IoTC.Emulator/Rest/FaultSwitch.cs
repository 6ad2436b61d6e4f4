using System;

namespace IoTC.Emulator.Rest;

/// <summary>A fault as the service API offers it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Text">What happens, for people.</param>
/// <param name="Counts">What <c>count</c> counts; null when it has no meaning.</param>
/// <param name="Set">Switches it on.</param>
/// <param name="Left">How much of it is left; 0 when it is off.</param>
/// <param name="Clear">Switches it off.</param>
internal sealed record FaultSwitch(string Name, string Text, string? Counts, Action<RestRequest, int> Set, Func<int> Left, Action Clear)
{
    /// <summary>The number of the body that shapes it; null for none.</summary>
    public string? Argument { get; init; }

    /// <summary>What the argument is when it is not given.</summary>
    public int Default { get; init; }
}
