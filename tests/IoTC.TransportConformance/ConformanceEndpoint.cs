namespace IoTC.Conformance;

/// <summary>The peers that a transport is held against.</summary>
/// <param name="Host">Name or literal that the transport accepts, certificate included.</param>
/// <param name="Port">An echo server that follows <see cref="EchoProtocol"/>.</param>
/// <param name="RefusingPort">Nothing listens here.</param>
/// <param name="SilentPort">Accepts TCP and says nothing, so that a handshake never ends; 0 for a transport without a handshake.</param>
public sealed record ConformanceEndpoint(string Host, int Port, int RefusingPort, int SilentPort = 0);
