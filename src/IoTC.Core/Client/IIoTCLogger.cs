namespace IoTC;

/// <summary>Takes log lines. They never hold a key, a token or a payload.</summary>
public interface IIoTCLogger
{
    /// <summary>Takes one line. Called on the client's thread: it has to return soon, and must not throw.</summary>
    /// <param name="level"><see cref="IoTCLogLevel.ApiOnly"/> or <see cref="IoTCLogLevel.All"/>: the least level at which the line is wanted.</param>
    /// <param name="message">One line, English.</param>
    void Log(IoTCLogLevel level, string message);
}
