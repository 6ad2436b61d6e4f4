using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IoTC.Transport.Sockets.Connecting;

/// <summary>What each address of a host answered, and which answer stands for all.</summary>
internal sealed class ConnectFailures
{
    private readonly StringBuilder _text = new();
    private int _status = TransportStatus.Failed;

    public void Add(IPEndPoint endpoint, SocketError error)
    {
        if (_text.Length > 0)
        {
            _text.Append("; ");
        }

        _text.Append(endpoint).Append(": ").Append(SocketErrors.Describe(error));
        int status = SocketErrors.ToStatus(error);
        if (Weight(status) > Weight(_status))
        {
            _status = status;
        }
    }

    public FailureException ToException() => new(_status, _text.ToString());

    /// <summary>An answer says more than silence, and silence more than this machine having no route (often IPv6).</summary>
    private static int Weight(int status) => status switch
    {
        TransportStatus.Refused => 4,
        TransportStatus.Reset => 3,
        TransportStatus.TimedOut => 2,
        TransportStatus.Unreachable => 1,
        _ => 0,
    };
}
