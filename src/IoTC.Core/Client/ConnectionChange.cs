namespace IoTC;

/// <summary>A change of the connection: where the client stands now, and why.</summary>
public sealed class ConnectionChange
{
    internal ConnectionChange(ConnectionStatus status, IoTCError error, string message, RecommendedAction action, long retryDelayMs)
    {
        Status = status;
        Error = error;
        Message = message;
        Action = action;
        RetryDelayMs = retryDelayMs;
    }

    /// <summary>Where the client stands now.</summary>
    public ConnectionStatus Status { get; }

    /// <summary>Why the connection was lost, or <see cref="IoTCError.None"/>.</summary>
    public IoTCError Error { get; }

    /// <summary>The same in words, with what to do.</summary>
    public string Message { get; }

    /// <summary>What to look at, for a program to act on.</summary>
    public RecommendedAction Action { get; }

    /// <summary>The pause before the next attempt, in milliseconds, with <see cref="ConnectionStatus.Waiting"/>.</summary>
    public long RetryDelayMs { get; }

    /// <summary>The status and the message.</summary>
    public override string ToString()
    {
        switch (Status)
        {
            case ConnectionStatus.Waiting: return Message + " Next attempt in " + RetryDelayMs.ToString() + " ms.";
            case ConnectionStatus.Disconnected: return Message.Length == 0 ? "Disconnected." : Message;
            default: return Message;
        }
    }
}
