using IoTC.Transport.Sockets;

namespace IoTC.Transport.Tls.Tests.Peers;

/// <summary>TCP with the blocking face alone, as a modem has it.</summary>
internal sealed class BlockingOnly : ITransport
{
    private readonly TcpTransport _tcp = new();

    public int Open(string host, int port, int timeoutMs) => _tcp.Open(host, port, timeoutMs);

    public int Send(byte[] buffer, int offset, int count, int timeoutMs) => _tcp.Send(buffer, offset, count, timeoutMs);

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs) => _tcp.Receive(buffer, offset, count, timeoutMs);

    public void Close() => _tcp.Close();
}
