using System;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>An invariant does not hold.</summary>
internal sealed class ModelFailure(string message) : Exception(message)
{
    /// <summary>Holds a condition, or fails with a message that is only made then.</summary>
    public static void Unless(bool condition, FormattableString message)
    {
        if (!condition) throw new ModelFailure(FormattableString.Invariant(message));
    }
}
