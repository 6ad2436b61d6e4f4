namespace IoTC.Bench.Tls;

/// <summary>One way to speak TLS, blocking.</summary>
internal abstract class TlsContender
{
    public abstract string Name { get; }

    /// <summary>Connects and shakes hands, the server's certificate verified.</summary>
    public abstract void Open(int port);

    public abstract void Send(byte[] bytes);

    /// <summary>Receives so many bytes.</summary>
    public abstract void ReceiveAll(byte[] window);

    public abstract void Close();
}
