using System;

namespace IoTC.Bench.Codec;

/// <summary>One operation done three ways; each delegate repeats it as often as it is told, and answers with a sum nobody needs.</summary>
public sealed record ComparisonRow(string Name, Func<int, long> Ours, Func<int, long> Theirs, Func<int, long> Copy)
{
    /// <summary>The most that ours may take, as a part of MQTTnet's time.</summary>
    public double? MaxOfTheirs { get; init; }

    /// <summary>The most that ours may take, in plain copies of the same bytes.</summary>
    public double? MaxOfCopy { get; init; }
}
