namespace IoTC.Conformance;

/// <summary>What the echo server does: it sends every byte back, in order, except these three, which are commands and are not echoed.</summary>
public static class EchoProtocol
{
    /// <summary>End the stream in order, after everything before has been echoed: TLS close_notify where there is TLS, then FIN.</summary>
    public const byte EndInOrder = 0xF0;

    /// <summary>Cut the connection: TCP reset, no close_notify.</summary>
    public const byte Cut = 0xF1;

    /// <summary>Read nothing more and write nothing more, but keep the connection.</summary>
    public const byte StopReading = 0xF2;

    /// <summary>Payload bytes are below this value.</summary>
    public const int FirstCommand = 0xF0;
}
