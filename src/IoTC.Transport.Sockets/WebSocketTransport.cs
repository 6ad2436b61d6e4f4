using System;
using IoTC.Security;

namespace IoTC.Transport.Sockets;

/// <summary>MQTT over WebSocket and TLS, for networks that let port 443 out and nothing else; HTTPS (DPS, file upload) goes over the same TLS as it is.</summary>
/// <remarks>
/// It stands on another transport, which resolves, connects, goes through a proxy, and verifies the server: <see cref="SocketTransport"/> unless another
/// is given. What it may be told beyond path and port is told to that one. MQTT 3.1.1 §6, RFC 6455. Options apply to the next open.
/// </remarks>
public sealed class WebSocketTransport : WebSocketTransportBase, IClientCertificateTransport
{
    private readonly IAsyncTransport _secured;

    /// <summary>Makes a transport over the platform's TLS.</summary>
    public WebSocketTransport()
        : this(new SocketTransport())
    {
    }

    /// <summary>Makes a transport over another.</summary>
    /// <param name="secured">A transport with TLS; this one's own from now on.</param>
    /// <exception cref="ArgumentException">It does not encrypt; <see cref="PlainWebSocketTransport"/> says so by its name.</exception>
    public WebSocketTransport(IAsyncTransport secured)
        : base(Checked(secured)) => _secured = secured;

    /// <inheritdoc/>
    public void SetClientCertificate(ClientCertificate certificate)
    {
        if (_secured is not IClientCertificateTransport target)
        {
            throw new ArgumentException("The transport below the WebSocket cannot present a client certificate.", nameof(certificate));
        }

        target.SetClientCertificate(certificate);
    }

    private static IAsyncTransport Checked(IAsyncTransport secured)
    {
        ArgumentNullException.ThrowIfNull(secured);
        return secured is IUnsecuredTransport
            ? throw new ArgumentException("This transport does not encrypt; give one with TLS, or use PlainWebSocketTransport.", nameof(secured))
            : secured;
    }
}
