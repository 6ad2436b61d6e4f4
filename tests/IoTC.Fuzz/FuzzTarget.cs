using System;
using System.Collections.Generic;

namespace IoTC.Fuzz;

/// <summary>A parser under test: takes any bytes in any pieces, and tells what it makes of them.</summary>
internal abstract class FuzzTarget
{
    /// <summary>How it is called on the command line, and its folder of the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it takes its bytes in pieces.</summary>
    public virtual bool IsStream => false;

    /// <summary>Bytes it may allocate for nothing.</summary>
    public virtual long BaseAllocation => 64 * 1024;

    /// <summary>Bytes it may allocate for each byte it was really given.</summary>
    public virtual long AllocationPerByte => 64;

    /// <summary>Whether allocations are counted; not where the platform does the work.</summary>
    public virtual bool CountsAllocations => true;

    /// <summary>Random inputs of one run in the test suite.</summary>
    public virtual int Rounds => 6000;

    /// <summary>Inputs that mean something.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Words that its language is made of.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Takes an input. Any exception is a failure.</summary>
    public abstract void Run(FuzzInput input, Trace trace);

    /// <summary>Makes an input of its own, or none.</summary>
    public virtual byte[]? Invent(Random random) => null;
}
