using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Connecting;

/// <summary>A close while the transport is being opened, by an attempt that heeds no token until it has a socket.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CloseWhileOpeningTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TestPki _root = TestPki.CreateRoot();
    private readonly TaskCompletionSource<SafeSocketHandle> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [TestCase(false)]
    [TestCase(true)]
    public async Task It_completes_when_the_socket_of_the_attempt_is_closed(bool tls)
    {
        await using EchoServer server = new();
        TcpTransportBase transport = tls ? new SocketTransport { TrustedRootsPem = _root.Pem } : new TcpTransport();
        transport.Connector = new Connector { Connect = (endpoint, _) => ConnectAsync(endpoint) };
        Task<int> opening = transport.OpenAsync("127.0.0.1", server.Port, CancellationToken.None).AsTask();
        SafeSocketHandle handle = await _connected.Task.WaitAsync(Limit);
        Task closing = transport.CloseAsync().AsTask();
        Task again = transport.CloseAsync().AsTask();
        Assert.That((closing.IsCompleted, again.IsCompleted), Is.EqualTo((false, false)));
        _released.SetResult();
        await closing.WaitAsync(Limit);
        Assert.That(handle.IsClosed, Is.True);
        Assert.That(await opening.WaitAsync(Limit), Is.EqualTo(TransportStatus.Closed));
        await again.WaitAsync(Limit);
    }

    private async Task<Socket> ConnectAsync(IPEndPoint endpoint)
    {
        Socket socket = new(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        await socket.ConnectAsync(endpoint);
        _connected.SetResult(socket.SafeHandle);
        await _released.Task;
        return socket;
    }
}
