using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Simulation.Tests;

/// <summary>A thousand devices, some days each, with faults drawn from a seed. Nothing is lost, nothing runs wild.</summary>
/// <remarks>
/// <code>
/// dotnet test tests/IoTC.Simulation.Tests                                  1,000 seeds
/// IOTC_SIMULATION_SEEDS=100000 dotnet test tests/IoTC.Simulation.Tests     a night's worth
/// IOTC_SIMULATION_SEED=42 dotnet test tests/IoTC.Simulation.Tests --filter OneSeed     one again, with its log
/// </code>
/// </remarks>
[TestFixture]
internal sealed class SimulationTests
{
    private const int DefaultSeeds = 1000;

    [Test]
    public void InvariantsHold()
    {
        int count = ReadNumber("IOTC_SIMULATION_SEEDS", DefaultSeeds);
        int first = ReadNumber("IOTC_SIMULATION_FIRST", 1);
        var failed = new SortedDictionary<int, string>();
        var results = new List<SimulationResult>();
        long begun = Stopwatch.GetTimestamp();
        TimeSpan begunCpu = Environment.CpuUsage.TotalTime;
        Parallel.ForEach(Enumerable.Range(first, count), (seed, state) =>
        {
            SimulationResult? result = null;
            string message = "";
            try
            {
                result = new Simulation(seed).Run();
            }
            catch (Exception exception)
            {
                message = exception.Message;
            }

            lock (results)
            {
                if (result != null) results.Add(result);
                else failed.Add(seed, message);
                if (failed.Count >= 20) state.Stop();
            }
        });
        TestContext.Progress.WriteLine(SimulationReport.Write(results, Stopwatch.GetElapsedTime(begun), Environment.CpuUsage.TotalTime - begunCpu));
        if (failed.Count > 0) Assert.Fail($"{failed.Count} of {results.Count + failed.Count} seeds failed:\n{string.Join("\n", failed.Select(f => $"{f.Key} {f.Value}"))}\n{Explain(failed.First().Key)}");
        Assert.That(results, Has.Count.EqualTo(count));
        if (count >= DefaultSeeds) Assert.That(results.Sum(r => r.DeviceMs) / 86_400_000.0 / 365, Is.GreaterThan(2), "device years");
    }

    [Test]
    public void OneSeed()
    {
        int seed = ReadNumber("IOTC_SIMULATION_SEED", 7);
        string? failure = TryRun(seed, out string log);
        if (failure == null) return;
        TestContext.Out.WriteLine(log);
        Assert.Fail(Describe(seed, failure, log));
    }

    // The same seed is the same run, or a failure could not be looked at again.
    [Test]
    public void SeedDecidesEverything([Values(3, 7)] int seed)
    {
        Assert.That(TryRun(seed, out string first), Is.Null);
        Assert.That(TryRun(seed, out string second), Is.Null);
        Assert.That(second, Is.EqualTo(first));
    }

    private static string Explain(int seed) => Describe(seed, TryRun(seed, out string log) ?? "it does not fail again", log);

    private static string? TryRun(int seed, out string log)
    {
        var simulation = new Simulation(seed, Mutation.None, isLogging: true);
        string? failure = null;
        try
        {
            simulation.Run();
        }
        catch (Exception exception)
        {
            failure = exception is SimulationException ? exception.Message : exception.ToString();
        }

        log = simulation.LogText;
        return failure;
    }

    private static string Describe(int seed, string failure, string log)
        => $"seed {seed}: {failure}\nagain: IOTC_SIMULATION_SEED={seed} dotnet test tests/IoTC.Simulation.Tests --filter OneSeed\n{string.Join("\n", log.Split('\n').TakeLast(120))}";

    private static int ReadNumber(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
