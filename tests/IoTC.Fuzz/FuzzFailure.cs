using System;

namespace IoTC.Fuzz;

/// <summary>A property of a target does not hold for an input.</summary>
internal sealed class FuzzFailure(string property, string message) : Exception(property + ": " + message)
{
    /// <summary>Which property; an input is shortened as long as the same one is broken.</summary>
    public string Property { get; } = property;
}
