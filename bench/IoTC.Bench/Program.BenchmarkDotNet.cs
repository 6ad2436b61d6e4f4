using BenchmarkDotNet.Running;

namespace IoTC.Bench;

/// <content>BenchmarkDotNet's own; not in a NativeAOT build, which it does not support.</content>
internal static partial class Program
{
    static partial void RunBenchmarks(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
