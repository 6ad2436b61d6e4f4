using System;

namespace IoTC.Core.Tests;

/// <summary>Counts the bytes that many calls allocate once the call has been made before.</summary>
internal static class Allocated
{
    public static long Bytes(Action call)
    {
        const int Calls = 200;
        for (int i = 0; i < 50; i++) call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
