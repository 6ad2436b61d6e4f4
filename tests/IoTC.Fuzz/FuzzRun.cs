using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace IoTC.Fuzz;

/// <summary>A random run of a target that a seed repeats exactly.</summary>
internal static class FuzzRun
{
    /// <summary>Runs the kept inputs, then random ones.</summary>
    /// <param name="target">What is under test.</param>
    /// <param name="seed">Repeats the run.</param>
    /// <param name="seconds">How long; 0 runs the target's own number of inputs instead.</param>
    /// <param name="runs">Number of inputs that were run.</param>
    /// <returns>A report of the first failure, or <see langword="null"/>.</returns>
    public static string? Play(FuzzTarget target, int seed, int seconds, out long runs)
    {
        IReadOnlyList<byte[]> corpus = Corpus.Load(target);
        runs = 0;
        foreach (byte[] input in corpus)
        {
            runs++;
            if (Try(target, input) is { } failure) return Report(target, seed, input, failure);
        }

        var mutator = new Mutator(target, corpus, seed);
        long started = Stopwatch.GetTimestamp();
        for (long round = 0; seconds > 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds < seconds : round < target.Rounds; round++)
        {
            byte[] input = mutator.Next();
            runs++;
            if (Try(target, input) is { } failure) return Report(target, seed, input, failure);
        }

        return null;
    }

    /// <summary>Runs one input.</summary>
    public static FuzzFailure? Try(FuzzTarget target, byte[] input)
    {
        try
        {
            FuzzChecks.Check(target, input);
            return null;
        }
        catch (FuzzFailure failure)
        {
            return failure;
        }
    }

    /// <summary>Leaves out and flattens what the failure does not need.</summary>
    public static byte[] Shrink(FuzzTarget target, byte[] input, FuzzFailure failure)
    {
        byte[] best = input;
        for (int size = Math.Max(1, best.Length / 2); size > 0; size /= 2)
        {
            for (int start = 0; start + size <= best.Length;)
            {
                byte[] shorter = [.. best[..start], .. best[(start + size)..]];
                if (Try(target, shorter)?.Property == failure.Property) best = shorter;
                else start += size;
            }
        }

        for (int i = 0; i < best.Length; i++)
        {
            byte[] flatter = best.AsSpan().ToArray();
            flatter[i] = 0;
            if (best[i] != 0 && Try(target, flatter)?.Property == failure.Property) best = flatter;
        }

        return best;
    }

    private static string Report(FuzzTarget target, int seed, byte[] input, FuzzFailure failure)
    {
        byte[] shortest = Shrink(target, input, failure);
        string message = Try(target, shortest)?.Message ?? failure.Message;
        string hex = Convert.ToHexString(shortest);
        return $"{target.Name}, seed {seed}: {message}{Environment.NewLine}{shortest.Length} bytes: {hex}{Environment.NewLine}"
            + $"again: dotnet run --project tests/IoTC.Fuzz -- --target {target.Name} --hex {hex}";
    }
}
