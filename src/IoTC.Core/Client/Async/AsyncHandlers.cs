using System.Threading;
using System.Threading.Tasks;

namespace IoTC;

/// <summary>Handles a desired property. It is acknowledged as done (200) when the handler returns without having said otherwise, as failed (500) when it throws.</summary>
/// <param name="property">The property; may be kept.</param>
/// <param name="cancellationToken">Ends when the client is disposed.</param>
public delegate ValueTask AsyncPropertyHandler(IoTCProperty property, CancellationToken cancellationToken);

/// <summary>Handles a command. One that returns without an answer is answered 200; one that throws, 500.</summary>
/// <param name="command">The command; valid until the handler has completed, unless <see cref="IoTCCommand.Detach"/> is called.</param>
/// <param name="cancellationToken">Ends when the client is disposed.</param>
public delegate ValueTask AsyncCommandHandler(IoTCCommand command, CancellationToken cancellationToken);

/// <summary>Handles a cloud-to-device message that is no command. The hub is told that it has arrived when the handler has completed.</summary>
/// <param name="message">The message; may be kept.</param>
/// <param name="cancellationToken">Ends when the client is disposed.</param>
public delegate ValueTask AsyncMessageHandler(IoTCMessage message, CancellationToken cancellationToken);
