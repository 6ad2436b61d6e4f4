using System;
using System.Collections.Generic;
using System.IO;

namespace IoTC.Fuzz;

/// <summary>Inputs that are kept beside the program, and those that a target is born with.</summary>
internal static class Corpus
{
    public static IReadOnlyList<byte[]> Load(FuzzTarget target)
    {
        var inputs = new List<byte[]>(target.Seeds);
        string folder = Path.Combine(AppContext.BaseDirectory, "Corpus", target.Name);
        if (!Directory.Exists(folder)) return inputs;
        string[] files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files) inputs.Add(File.ReadAllBytes(file));
        return inputs;
    }
}
