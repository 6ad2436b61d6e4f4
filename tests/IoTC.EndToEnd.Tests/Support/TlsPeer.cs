using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>A TLS server that says what a test wants it to, whatever it is asked.</summary>
internal sealed class TlsPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate;
    private readonly byte[] _answer;
    private readonly Task _loop;

    /// <summary>Starts it.</summary>
    /// <param name="certificate">Its certificate.</param>
    /// <param name="answer">What it says when something has come; it keeps the connection open after it.</param>
    public TlsPeer(X509Certificate2 certificate, byte[]? answer = null)
    {
        _certificate = certificate;
        _answer = answer ?? [];
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _listener.Dispose();
        _end.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                await TalkAsync(tls);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                // The client went away, or did not like the certificate.
            }
        }
    }

    private async Task TalkAsync(SslStream tls)
    {
        var buffer = new byte[4096];
        if (await tls.ReadAsync(buffer, _end.Token) == 0) return;
        await tls.WriteAsync(_answer, _end.Token);
        while (await tls.ReadAsync(buffer, _end.Token) > 0)
        {
        }
    }
}
