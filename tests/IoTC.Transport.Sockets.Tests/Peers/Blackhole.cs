using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>A port whose queue is full: the kernel drops every further SYN, so a connection is neither made nor refused.</summary>
internal sealed class Blackhole : IDisposable
{
    private const int ConnectMs = 100;

    private readonly List<Socket> _sockets = [];

    public Blackhole()
    {
        Socket listener = Create();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        while (TryConnect())
        {
        }
    }

    public int Port { get; }

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());

    private bool TryConnect()
    {
        if (_sockets.Count > 64)
        {
            throw new InvalidOperationException("This kernel's accept queue does not fill.");
        }

        Socket socket = Create();
        socket.Blocking = false;
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
        }

        return socket.Poll(ConnectMs * 1_000, SelectMode.SelectWrite);
    }

    private Socket Create()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return socket;
    }
}
