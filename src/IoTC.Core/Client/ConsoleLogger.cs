using System;

namespace IoTC;

/// <summary>Writes log lines to the console.</summary>
public sealed class ConsoleLogger : IIoTCLogger
{
    /// <inheritdoc/>
    public void Log(IoTCLogLevel level, string message) => Console.WriteLine(level == IoTCLogLevel.ApiOnly ? "[iotc] " + message : "[iotc]   " + message);
}
