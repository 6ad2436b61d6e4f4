using System;
using System.Net;
using System.Net.Sockets;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>A loopback port that refuses, and one that connects and never says anything.</summary>
internal sealed class TestPorts : IDisposable
{
    // Bound but not listening: the kernel refuses, and nobody else can take the port.
    private readonly Socket _refusing = Bind();
    private readonly Socket _silent = Bind();

    public TestPorts() => _silent.Listen();

    public int Refusing => ((IPEndPoint)_refusing.LocalEndPoint!).Port;

    public int Silent => ((IPEndPoint)_silent.LocalEndPoint!).Port;

    public void Dispose()
    {
        _refusing.Dispose();
        _silent.Dispose();
    }

    /// <summary>A port that was free a moment ago, for a program that has to be told one.</summary>
    public static int Free()
    {
        using Socket socket = Bind();
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
