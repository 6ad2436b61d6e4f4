using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using SharpFuzz;

namespace IoTC.Fuzz;

/// <summary>Runs one target: under AFL++ or libFuzzer, on a kept input, or by itself. docs/fuzzing.md tells how.</summary>
internal static class Program
{
    private const string Usage =
        "--target NAME, and one of: --afl | --libfuzzer | --replay FILE|FOLDER | --hex BYTES | --seconds N [--seed N] | --export FOLDER; or --list";

    private static int Main(string[] arguments)
    {
        // libFuzzer's bridge hands all over as one.
        if (arguments is [{ } line]) arguments = line.Split(' ');
        if (arguments is ["--list"])
        {
            foreach (FuzzTarget each in FuzzTargets.All) Console.WriteLine(each.Name);
            return 0;
        }

        if (arguments is not ["--target", { } name, { } mode, ..])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        // Instrumented code writes to memory that is there only inside Run.
        switch (mode)
        {
            case "--afl":
                Fuzzer.OutOfProcess.Run(stream => FuzzChecks.Check(FuzzTargets.Find(name), ReadAll(stream)));
                return 0;
            case "--libfuzzer":
                Fuzzer.LibFuzzer.Run(bytes => FuzzChecks.Check(FuzzTargets.Find(name), bytes.ToArray()));
                return 0;
        }

        FuzzTarget target = FuzzTargets.Find(name);
        string value = arguments.Length > 3 ? arguments[3] : "";
        switch (mode)
        {
            case "--replay":
                return Replay(target, Directory.Exists(value) ? Directory.GetFiles(value) : [value]);
            case "--hex":
                return Tell(FuzzRun.Try(target, Convert.FromHexString(value))?.Message);
            case "--seconds":
                string? report = FuzzRun.Play(target, arguments is [.., "--seed", { } seed] ? Number(seed) : Environment.TickCount, Number(value), out long runs);
                Console.WriteLine($"{target.Name}: {runs} inputs");
                return Tell(report);
            case "--export":
                Export(target, value);
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static int Replay(FuzzTarget target, IEnumerable<string> files)
    {
        int result = 0;
        foreach (string file in files) result |= Tell(FuzzRun.Try(target, File.ReadAllBytes(file)) is { } failure ? file + ": " + failure.Message : null);
        return result;
    }

    private static void Export(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] input in Corpus.Load(target)) File.WriteAllBytes(Path.Combine(folder, $"{number++:D4}"), input);
    }

    private static int Tell(string? failure)
    {
        if (failure == null) return 0;
        Console.Error.WriteLine(failure);
        return 1;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
