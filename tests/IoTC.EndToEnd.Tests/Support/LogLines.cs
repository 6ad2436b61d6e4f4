using System;
using System.Collections.Concurrent;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>Keeps what a client logs.</summary>
internal sealed class LogLines : IIoTCLogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public Signal<string> Written { get; } = new();

    /// <summary>Keeps nothing, where memory is looked at.</summary>
    public bool IsOff { get; set; }

    public void Log(IoTCLogLevel level, string message)
    {
        if (IsOff) return;
        _lines.Enqueue(message);
        Written.Set(message);
    }

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}
