using System;
using System.Diagnostics;
using System.IO;

namespace IoTC.EndToEnd.Tests.Survival;

/// <summary>What this process holds.</summary>
internal sealed record Resources(long HeapBytes, int Threads, int Handles)
{
    public static Resources Now()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        // On Linux every socket and file is an entry here.
        int handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount;
        return new Resources(GC.GetTotalMemory(true), process.Threads.Count, handles);
    }
}
