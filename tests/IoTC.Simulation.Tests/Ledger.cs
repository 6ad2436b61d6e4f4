using System;
using System.Collections.Generic;

namespace IoTC.Simulation.Tests;

/// <summary>What was promised and what has come about, as somebody sees it who sees both sides.</summary>
internal sealed class Ledger(SimWorld world)
{
    private readonly Queue<long> _opens = new();
    private readonly Queue<long> _registrations = new();
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<int> _completed = [];
    private readonly HashSet<int> _handledMessages = [];
    private readonly HashSet<int> _runningHandlers = [];
    private long _minute;
    private int _callsInMinute;

    /// <summary>Telemetry that the client has accepted, numbered from 1.</summary>
    public int Accepted { get; private set; }

    /// <summary>The last that has arrived for the first time.</summary>
    public int Arrived { get; private set; }

    public int Completed => _completed.Count;

    public int Duplicates { get; private set; }

    public int Refused { get; set; }

    public int Opens { get; private set; }

    public int MostOpensInAnHour { get; private set; }

    public int MostCallsInAMinute { get; private set; }

    public int Registrations { get; private set; }

    public int Commands { get; set; }

    public int Messages { get; set; }

    public int Properties { get; set; }

    public int MostQueued { get; private set; }

    public int LargestBuffer { get; private set; }

    public int MaxOpensInAnHour { get; set; } = 180;

    public int MaxCallsInAMinute { get; set; } = 400;

    public int MaxRegistrationsInAnHour { get; set; } = 7;

    public int MaxQueued { get; set; }

    public int MaxBuffer { get; set; } = 512 * 1024;

    public int Accept() => ++Accepted;

    public void Arrive(int number)
    {
        if (number <= Arrived)
        {
            Duplicates++;
            return;
        }

        if (number != Arrived + 1) throw new SimulationException(Invariant.TelemetryArrivesInOrder, $"message {number} arrives while {Arrived + 1} has not");
        Arrived = number;
    }

    public void Complete(int number)
    {
        if (!_completed.Add(number)) throw new SimulationException(Invariant.DeliveryIsToldOnce, $"message {number} is told as delivered a second time");
        if (number > Arrived) throw new SimulationException(Invariant.TelemetryArrivesInOrder, $"message {number} is told as delivered and has not arrived");
    }

    public void BeginHandler(int message) => _runningHandlers.Add(message);

    public void EndHandler(int message)
    {
        _runningHandlers.Remove(message);
        _handledMessages.Add(message);
    }

    public void AcknowledgeMessage(int message)
    {
        if (!_handledMessages.Contains(message)) throw new SimulationException(Invariant.MessageIsAcknowledgedAfterItsHandler, $"message {message} is acknowledged, its handler {(_runningHandlers.Contains(message) ? "runs" : "has not begun")}");
    }

    public void Answer(string requestId)
    {
        if (!_answered.Add(requestId)) throw new SimulationException(Invariant.CommandIsAnsweredOnce, $"command {requestId} is answered a second time");
    }

    public bool IsAnswered(string requestId) => _answered.Contains(requestId);

    public void Open()
    {
        Opens++;
        MostOpensInAnHour = Math.Max(MostOpensInAnHour, CountInHour(_opens));
        if (_opens.Count > MaxOpensInAnHour) throw new SimulationException(Invariant.ConnectsAreBounded, $"{_opens.Count} attempts to connect within an hour");
    }

    public void Register()
    {
        Registrations++;
        if (CountInHour(_registrations) > MaxRegistrationsInAnHour) throw new SimulationException(Invariant.RegistrationsAreBounded, $"{_registrations.Count} registrations within an hour");
    }

    /// <summary>The driver has called the engine, or the client its transport, because time has passed.</summary>
    public void Call()
    {
        long minute = world.NowMs / 60_000;
        if (minute != _minute) _callsInMinute = 0;
        _minute = minute;
        MostCallsInAMinute = Math.Max(MostCallsInAMinute, ++_callsInMinute);
        if (_callsInMinute > MaxCallsInAMinute) throw new SimulationException(Invariant.NoBusyLoop, $"{_callsInMinute} calls within a minute");
    }

    public void Queue(int count)
    {
        MostQueued = Math.Max(MostQueued, count);
        if (count > MaxQueued) throw new SimulationException(Invariant.MemoryIsBounded, $"{count} messages are queued, {MaxQueued} are allowed");
    }

    public void Buffer(int length)
    {
        LargestBuffer = Math.Max(LargestBuffer, length);
        if (length > MaxBuffer) throw new SimulationException(Invariant.MemoryIsBounded, $"a buffer of {length} bytes");
    }

    private int CountInHour(Queue<long> times)
    {
        times.Enqueue(world.NowMs);
        while (times.Peek() < world.NowMs - 3_600_000) times.Dequeue();
        return times.Count;
    }
}
