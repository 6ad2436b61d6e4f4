using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Transport.Tls.Tests.Peers;

/// <summary>Carries 1 to 700 bytes at a time, so that no record boundary is also a boundary of a call.</summary>
internal sealed class PiecewiseTransport(TcpTransport inner) : ITransport, IAsyncTransport, ITransportDiagnostics
{
    private static readonly int[] Sizes = [1, 3, 4, 5, 6, 21, 700, 2, 517];
    private int _sent;
    private int _received;

    public string LastFailure => inner.LastFailure;

    public int Open(string host, int port, int timeoutMs) => inner.Open(host, port, timeoutMs);

    public int Send(byte[] buffer, int offset, int count, int timeoutMs) => inner.Send(buffer, offset, Math.Min(count, Next(ref _sent)), timeoutMs);

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs) => inner.Receive(buffer, offset, Math.Min(count, Next(ref _received)), timeoutMs);

    public void Close() => inner.Close();

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken) => inner.OpenAsync(host, port, cancellationToken);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        inner.SendAsync(bytes[..Math.Min(bytes.Length, Next(ref _sent))], cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(window[..Math.Min(window.Length, Next(ref _received))], cancellationToken);

    public ValueTask CloseAsync() => inner.CloseAsync();

    private static int Next(ref int index) => Sizes[index++ % Sizes.Length];
}
