using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>A server that presents whatever certificates it is given, however bad; openssl and SslStream would refuse to load some. Echoes what it reads.</summary>
internal sealed class BouncyCastleServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<byte[]> _chain;
    private readonly AsymmetricKeyParameter _key;
    private readonly ProtocolVersion[] _versions;
    private readonly Task _running;

    public BouncyCastleServer(List<byte[]> chain, string keyFile, params ProtocolVersion[] versions)
    {
        _chain = chain;
        _versions = versions.Length > 0 ? versions : ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv12);
        _key = BouncyCastlePeer.ReadKey(keyFile);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _running;
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                Socket client = _listener.Accept();
                _ = Task.Factory.StartNew(() => Serve(client), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using NetworkStream stream = new(client, ownsSocket: true);
            TlsServerProtocol protocol = new(stream);
            protocol.Accept(new BouncyCastlePeer(_chain, _key, _versions));
            byte[] buffer = new byte[1_024];
            for (int count; (count = protocol.Stream.Read(buffer)) > 0;)
            {
                protocol.Stream.Write(buffer.AsSpan(0, count));
            }

            protocol.Close();
        }
        catch (IOException)
        {
            // The client has refused, or has gone.
        }
    }
}
