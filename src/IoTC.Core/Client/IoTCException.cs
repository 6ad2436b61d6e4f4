using System;

namespace IoTC;

/// <summary>Something that was asked of a client did not come about. The message says what happened and what to do; it never holds a secret.</summary>
public sealed class IoTCException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="error">The cause.</param>
    /// <param name="message">What happened and what to do.</param>
    public IoTCException(IoTCError error, string message)
        : base(message) => Error = error;

    /// <summary>The cause, for programs.</summary>
    public IoTCError Error { get; }

    /// <summary>The hub's status of a twin request that it refused (400, 413, 429, 5xx); 0 with everything else, also when no answer came.</summary>
    public int Status { get; internal set; }
}
