namespace IoTC.Transport.Sockets.Tests;

/// <summary>TCP with one fault.</summary>
internal sealed class BrokenTransport(string fault) : ITransport, ITransportDiagnostics
{
    private readonly TcpTransport _inner = new();

    public string LastFailure => fault == "no reason" ? "" : _inner.LastFailure;

    public int Open(string host, int port, int timeoutMs)
    {
        int status = _inner.Open(host, port, timeoutMs);
        return fault == "status" && status < 0 ? TransportStatus.Failed : status;
    }

    public int Send(byte[] buffer, int offset, int count, int timeoutMs) => _inner.Send(buffer, offset, count, timeoutMs);

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        int received = _inner.Receive(buffer, offset, count, fault == "spins" ? 0 : timeoutMs);
        if (fault == "damages" && received > 0)
        {
            buffer[offset]++;
        }

        if (fault == "writes outside" && offset + count < buffer.Length)
        {
            buffer[offset + count] = 1;
        }

        return received;
    }

    public void Close()
    {
        if (fault != "never closes")
        {
            _inner.Close();
        }
    }
}
