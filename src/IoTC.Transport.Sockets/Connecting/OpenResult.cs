using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>How an attempt to open ended: an open channel, or a negative status and the reason.</summary>
internal sealed record OpenResult(int Status, string Failure, SyncChannel? Channel);
