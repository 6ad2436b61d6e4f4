using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.Transport.Tls.Tests.Peers;

/// <summary>TCP with the asynchronous face alone.</summary>
internal sealed class AsyncOnly : IAsyncTransport
{
    private readonly TcpTransport _tcp = new();

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken) => _tcp.OpenAsync(host, port, cancellationToken);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _tcp.SendAsync(bytes, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken) => _tcp.ReceiveAsync(window, cancellationToken);

    public ValueTask CloseAsync() => _tcp.CloseAsync();
}
