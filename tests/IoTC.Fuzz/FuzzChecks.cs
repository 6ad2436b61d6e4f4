using System;
using System.Diagnostics;

namespace IoTC.Fuzz;

/// <summary>Runs an input in every way that must make no difference.</summary>
internal static class FuzzChecks
{
    private const int Canaries = 64;
    private const int TimeLimitMs = 5000;

    /// <summary>Checks one input.</summary>
    /// <exception cref="FuzzFailure">A property does not hold.</exception>
    public static void Check(FuzzTarget target, byte[] bytes)
    {
        // At the very end of its array: one byte too many is an exception.
        byte[] exact = bytes.AsSpan().ToArray();
        long started = Stopwatch.GetTimestamp();
        ulong whole = Run(target, new FuzzInput(exact, 0, exact.Length), "no exception");
        long elapsed = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (elapsed > TimeLimitMs) throw new FuzzFailure("bounded time", $"{bytes.Length} bytes took {elapsed} ms");

        CheckAllocation(target, bytes);
        CheckCanaries(target, bytes, 0x00, whole);
        CheckCanaries(target, bytes, 0x7B, whole);
        CheckCanaries(target, bytes, 0xFF, whole);
        if (!target.IsStream) return;
        CheckPieces(target, bytes, whole, 1);
        CheckPieces(target, bytes, whole, 2, 3, 1, 5);
        CheckPieces(target, bytes, whole, 1 + (int)(whole % 7), 1 + (int)(whole / 7 % 31), 1 + (int)(whole / 217 % 3));
        CheckPieces(target, bytes, whole, Math.Max(1, (int)(whole % (ulong)(bytes.Length + 1))), int.MaxValue);
    }

    private static ulong Run(FuzzTarget target, FuzzInput input, string property)
    {
        var trace = new Trace();
        try
        {
            target.Run(input, trace);
        }
        catch (FuzzFailure)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever it is, it is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new FuzzFailure(property, exception.ToString());
        }

        return trace.Value;
    }

    // The second run: what is made once in a process is there by now.
    private static void CheckAllocation(FuzzTarget target, byte[] bytes)
    {
        if (!target.CountsAllocations) return;
        var input = new FuzzInput(bytes, 0, bytes.Length);
        var trace = new Trace();
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input, trace);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long limit = target.BaseAllocation + (target.AllocationPerByte * bytes.Length);
        if (allocated > limit) throw new FuzzFailure("bounded allocation", $"{bytes.Length} bytes allocated {allocated}, more than {limit}");
    }

    private static void CheckCanaries(FuzzTarget target, byte[] bytes, byte canary, ulong expected)
    {
        var surrounded = new byte[bytes.Length + (2 * Canaries)];
        Array.Fill(surrounded, canary);
        bytes.CopyTo(surrounded, Canaries);
        ulong actual = Run(target, new FuzzInput(surrounded, Canaries, bytes.Length), "no exception inside an array");
        if (actual != expected) throw new FuzzFailure("nothing around is read", $"what lies around the bytes ({canary:X2}) changes the result");
        for (int i = 0; i < Canaries; i++)
        {
            if (surrounded[i] != canary || surrounded[^(i + 1)] != canary) throw new FuzzFailure("nothing around is written", $"byte {i} around the input has changed");
        }
    }

    private static void CheckPieces(FuzzTarget target, byte[] bytes, ulong expected, params int[] pieces)
    {
        ulong actual = Run(target, new FuzzInput(bytes, 0, bytes.Length, pieces), "no exception in pieces");
        if (actual != expected) throw new FuzzFailure("same in pieces", $"pieces of {string.Join(", ", pieces)} change the result");
    }
}
