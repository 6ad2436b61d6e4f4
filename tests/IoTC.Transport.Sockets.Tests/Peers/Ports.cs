using System;
using System.Net;
using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>A port of the loopback address that refuses, and one that connects and never says anything.</summary>
internal sealed class Ports : IDisposable
{
    // Bound but not listening: the kernel refuses, and nobody else can take the port.
    private readonly Socket _refusing = Bind();
    private readonly Socket _silent = Bind();

    public Ports() => _silent.Listen();

    public int Refusing => ((IPEndPoint)_refusing.LocalEndPoint!).Port;

    public int Silent => ((IPEndPoint)_silent.LocalEndPoint!).Port;

    public void Dispose()
    {
        _refusing.Dispose();
        _silent.Dispose();
    }

    private static Socket Bind()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
