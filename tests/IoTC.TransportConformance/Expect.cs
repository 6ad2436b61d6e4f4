using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using IoTC.Transport;

namespace IoTC.Conformance;

/// <summary>Assertions of the rules, independent of any test framework.</summary>
internal static class Expect
{
    /// <summary>How late a call may be on a busy machine.</summary>
    public const int SlackMs = 3_000;

    /// <summary>How long anything that must come is waited for.</summary>
    public const int PatienceMs = 20_000;

    public static void That(bool condition, string message)
    {
        if (!condition)
        {
            throw new TransportConformanceException(message);
        }
    }

    public static void Status(int expected, int actual, [CallerArgumentExpression(nameof(actual))] string call = "") =>
        That(actual == expected, $"{call}: expected {expected}, was {actual} ({TransportStatus.Describe(actual)})");

    public static void Negative(int actual, [CallerArgumentExpression(nameof(actual))] string call = "") =>
        That(actual < 0, $"{call}: expected a negative status, was {actual}");

    /// <summary>The call returns no later than its limit.</summary>
    public static int Within(int limitMs, Func<int> call)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int result = call();
        That(watch.ElapsedMilliseconds <= limitMs + SlackMs, $"a call with a limit of {limitMs} ms took {watch.ElapsedMilliseconds} ms");
        return result;
    }

    public static void Throws<TException>(Action call, string what)
        where TException : Exception
    {
        try
        {
            call();
        }
        catch (TException)
        {
            return;
        }

        throw new TransportConformanceException($"{what}: expected {typeof(TException).Name}");
    }
}
