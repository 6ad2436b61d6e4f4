using System;
using System.Collections.Generic;
using System.IO;

namespace IoTC.Transport.Tls.Tests.Limbo;

/// <summary>Cases in which this validator differs on purpose: <c>waivers.txt</c>, a line each, <c>id | reason</c>.</summary>
internal static class LimboWaivers
{
    public static IReadOnlyDictionary<string, string> Load()
    {
        Dictionary<string, string> waivers = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Limbo", "waivers.txt")))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                string[] parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
                waivers.Add(parts[0], parts[1].Length > 0 ? parts[1] : throw new FormatException($"{parts[0]} has no reason."));
            }
        }

        return waivers;
    }
}
