using System.IO;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Leads out of SslStream when a record without data (a session ticket, a key update) was the last that came in time.</summary>
internal sealed class WouldBlockException : IOException
{
}
