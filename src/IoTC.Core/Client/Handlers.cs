namespace IoTC;

/// <summary>Handles a desired property.</summary>
/// <param name="property">The property; may be kept.</param>
/// <returns><see langword="true"/> acknowledges it as done (200), <see langword="false"/> as refused (400), unless the handler has acknowledged or deferred it itself.</returns>
public delegate bool PropertyHandler(IoTCProperty property);

/// <summary>Handles a command. One that returns without an answer is answered 200; one that throws, 500.</summary>
/// <param name="command">The command; valid until the handler returns, unless <see cref="IoTCCommand.Detach"/> is called.</param>
public delegate void CommandHandler(IoTCCommand command);

/// <summary>Handles a cloud-to-device message that is no command. The hub is told that it has arrived when the handler returns.</summary>
/// <param name="message">The message; may be kept.</param>
public delegate void MessageHandler(IoTCMessage message);

/// <summary>Learns of each change of the connection.</summary>
/// <param name="change">What has changed, and why.</param>
public delegate void ConnectionHandler(ConnectionChange change);

/// <summary>Takes the whole twin.</summary>
/// <param name="twin">The twin; may be kept.</param>
public delegate void TwinHandler(Twin twin);

/// <summary>Takes the hub's answer to reported properties.</summary>
/// <param name="status">204 taken, 400 malformed, 413 too large, 429 too many, 5xx not available now; 0 when no answer came in time, and it is not known whether they were taken.</param>
/// <param name="version">The <c>$version</c> of the reported properties now; it has a meaning with 204 only.</param>
public delegate void ReportedHandler(int status, long version);
