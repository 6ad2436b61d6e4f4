using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace IoTC.Samples;

/// <summary>What happens, one line each: seconds since the start, who, what.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _seen = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Write(string who, string what)
    {
        lock (_gate)
        {
            _seen.Add(who);
            double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds,6:0.00} s  {who,-12}  {what}"));
        }
    }

    /// <summary>Whether no line of this kind has been written.</summary>
    public bool IsFirst(string who)
    {
        lock (_gate) return !_seen.Contains(who);
    }
}
