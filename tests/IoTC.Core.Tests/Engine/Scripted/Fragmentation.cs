using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>How pieces that the cloud sends are cut before the engine gets them, and how much of its output a transport takes at once.</summary>
internal sealed record Fragmentation(string Name, Func<int, IEnumerable<int>> Cut, int MaxSend = int.MaxValue)
{
    public static Fragmentation Whole { get; } = new("whole", length => [length]);

    public static Fragmentation Bytes { get; } = new("byte by byte", OneEach, 1);

    public static Fragmentation SplitAt(int index) => new($"split at {index}", length => index < length ? [index, length - index] : [length], Math.Max(1, index));

    public static Fragmentation Random(int seed)
    {
        var random = new Random(seed);
        return new Fragmentation($"random, seed {seed}", length => RandomCuts(random, length), random.Next(1, 50));
    }

    public override string ToString() => Name;

    private static IEnumerable<int> OneEach(int length)
    {
        for (int i = 0; i < length; i++) yield return 1;
    }

    private static IEnumerable<int> RandomCuts(Random random, int length)
    {
        while (length > 0)
        {
            int piece = Math.Min(length, random.Next(1, 40));
            length -= piece;
            yield return piece;
        }
    }
}
