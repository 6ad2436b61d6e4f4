using System.Collections.Concurrent;

namespace IoTC.Core.Tests.Client;

/// <summary>Keeps every line.</summary>
internal sealed class CollectingLogger : IIoTCLogger
{
    public ConcurrentQueue<(IoTCLogLevel Level, string Message)> Lines { get; } = new();

    public void Log(IoTCLogLevel level, string message) => Lines.Enqueue((level, message));
}
