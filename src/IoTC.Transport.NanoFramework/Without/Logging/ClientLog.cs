using System;

namespace IoTC;

/// <summary>Stands in for the log where its texts are not worth their bytes: takes everything, says nothing.</summary>
internal sealed class ClientLog
{
    public ClientLog(IIoTCLogger? logger) => _ = logger;

    public IoTCLogLevel Level { get; private set; }

    public void SetLevel(IoTCLogLevel level) => Level = level;

    public void Api(string message)
    {
    }

    public void All(string message)
    {
    }

    public void All(string what, string host, int port)
    {
    }

    public void Property(IoTCProperty property)
    {
    }

    public void Command(IoTCCommand command)
    {
    }

    public void ReportedRefused(int status)
    {
    }

    public void HandlerFailed(string kind, Exception exception)
    {
    }
}
