using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

public sealed class SequenceRangesTests
{
    [Test]
    public void Is_a_set([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var ranges = new SequenceRanges();
        var set = new HashSet<long>();
        for (int i = 0; i < 300; i++)
        {
            long first = random.Next(1, 200);
            long last = first + random.Next(-1, 6);
            int before = set.Count;
            for (long number = first; number <= last; number++) set.Add(number);
            Assert.That(ranges.Add(first, last), Is.EqualTo(set.Count - before), $"seed {seed}, {first} to {last}");
            Assert.That(ranges.UpTo + ranges.AboveCount, Is.EqualTo(set.Count));
            Assert.That(set.Contains(ranges.UpTo + 1), Is.False);
            Assert.That(Enumerable.Range(1, 210).Select(number => ranges.Contains(number)), Is.EqualTo(Enumerable.Range(1, 210).Select(number => set.Contains(number))), $"seed {seed}");
        }
    }
}
