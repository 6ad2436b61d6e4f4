using System;
using IoTC.Transport;

namespace IoTC.Bench.Tls;

/// <summary>A transport of this project.</summary>
internal sealed class TransportContender(string name, ITransport transport) : TlsContender
{
    private const int LimitMs = 30_000;

    public override string Name => name;

    public override void Open(int port) => Checked(transport.Open("127.0.0.1", port, LimitMs));

    public override void Send(byte[] bytes)
    {
        for (int sent = 0; sent < bytes.Length;) sent += Checked(transport.Send(bytes, sent, bytes.Length - sent, LimitMs));
    }

    public override void ReceiveAll(byte[] window)
    {
        for (int received = 0; received < window.Length;) received += Checked(transport.Receive(window, received, window.Length - received, LimitMs));
    }

    public override void Close() => transport.Close();

    private int Checked(int result) =>
        result >= 0 ? result : throw new InvalidOperationException($"{name}: {TransportStatus.Describe(result)}: {((ITransportDiagnostics)transport).LastFailure}");
}
