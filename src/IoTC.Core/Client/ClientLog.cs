using System;

namespace IoTC;

/// <summary>What the clients log. Lines are put together only when somebody takes them; payloads, keys and tokens never go in.</summary>
internal sealed class ClientLog
{
    private IIoTCLogger? _logger;

    public ClientLog(IIoTCLogger? logger)
    {
        _logger = logger;
        Level = logger == null ? IoTCLogLevel.Disabled : IoTCLogLevel.ApiOnly;
    }

    public IoTCLogLevel Level { get; private set; }

    /// <summary>Sets how much is logged; without a logger, to the console.</summary>
    public void SetLevel(IoTCLogLevel level)
    {
        // Made only here: a NativeAOT program that never asks for it has no console in it.
        if (_logger == null) _logger = new ConsoleLogger();
        Level = level;
    }

    public void Api(string message)
    {
        if (Level >= IoTCLogLevel.ApiOnly) _logger?.Log(IoTCLogLevel.ApiOnly, message);
    }

    public void All(string message)
    {
        if (Level >= IoTCLogLevel.All) _logger?.Log(IoTCLogLevel.All, message);
    }

    public void All(string what, string host, int port)
    {
        if (Level >= IoTCLogLevel.All) _logger?.Log(IoTCLogLevel.All, what + host + ":" + port.ToString());
    }

    public void Property(IoTCProperty property)
    {
        if (Level >= IoTCLogLevel.ApiOnly) _logger?.Log(IoTCLogLevel.ApiOnly, "desired property " + property.Name + ", version " + property.Version.ToString());
    }

    public void Command(IoTCCommand command)
    {
        if (Level >= IoTCLogLevel.ApiOnly) _logger?.Log(IoTCLogLevel.ApiOnly, (command.IsQueued ? "queued command " : "command ") + command.Name);
    }

    public void ReportedRefused(int status)
    {
        if (Level >= IoTCLogLevel.ApiOnly) _logger?.Log(IoTCLogLevel.ApiOnly, status == 0 ? "the hub did not answer a reported property in time" : "the hub refused a reported property: status " + status.ToString());
    }

    // The type only: a message may hold what must not be logged.
    public void HandlerFailed(string kind, Exception exception)
    {
        if (Level >= IoTCLogLevel.ApiOnly) _logger?.Log(IoTCLogLevel.ApiOnly, "the " + kind + " handler threw " + exception.GetType().Name);
    }
}
