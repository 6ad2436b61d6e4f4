using System;
using BenchmarkDotNet.Running;
using IoTC.Bench.Codec;

namespace IoTC.Bench;

internal static class Program
{
    /// <summary><c>codec</c> compares in paired loops within a minute; anything else goes to BenchmarkDotNet.</summary>
    private static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "codec") return CodecComparison.Run(Console.Out);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
