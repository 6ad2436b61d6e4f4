using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using IoTC.Security;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Channels;
using IoTC.Transport.Tls.Protocol;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls;

/// <summary>TLS 1.3 and 1.2 by BouncyCastle over any other transport: TCP, WebSocket, a modem. No platform TLS and no OpenSSL is used.</summary>
/// <remarks>
/// The server is always judged, by <see cref="Validator"/> or by the rules of <see cref="ServerCertificateValidator"/>; there is no way to accept all. Suites
/// are ECDHE with AES-GCM or ChaCha20-Poly1305 only; renegotiation is refused; revocation is not checked. A stream that ends without close_notify is reported as
/// <see cref="TransportStatus.Truncated"/>. With TLS 1.3 a server judges the client's certificate after the handshake:
/// <see cref="TransportStatus.ClientCertificateRefused"/> then comes from the first receive. It has the faces that the transport below has: what was opened
/// through one is used and closed through it. Options apply to the next open.
/// </remarks>
public sealed partial class TlsTransport : ITransport, IAsyncTransport, ITransportDiagnostics, IClientCertificateTransport
{
    private readonly ITransport? _inner;
    private readonly IAsyncTransport? _asyncInner;
    private readonly BcTlsCrypto _crypto = new();
    private TlsSettings? _settings;
    private ResumableSession? _session;
    private ClientIdentity? _identity;
    private volatile string _lastFailure = "";
    private volatile TlsConnectionInfo? _connection;

    /// <summary>Puts TLS over a transport.</summary>
    /// <param name="inner">The stream below, plain or not; it belongs to this transport from now on. When it is an <see cref="IAsyncTransport"/> too, so is this.</param>
    [OverloadResolutionPriority(1)]
    public TlsTransport(ITransport inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _asyncInner = inner as IAsyncTransport;
    }

    /// <summary>Puts TLS over a transport that has the asynchronous face only, or both.</summary>
    /// <param name="inner">The stream below, plain or not; it belongs to this transport from now on.</param>
    public TlsTransport(IAsyncTransport inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _asyncInner = inner;
        _inner = inner as ITransport;
    }

    /// <summary>Who may vouch for a server; the system's roots unless set. Not used when <see cref="Validator"/> is set.</summary>
    public TrustedRoots Roots
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            _settings = null;
        }
    } = TrustedRoots.System;

    /// <summary>Judges the server instead of the rules of <see cref="ServerCertificateValidator"/> with <see cref="Roots"/>; <see langword="null"/> for those.</summary>
    public IServerCertificateValidator? Validator
    {
        get;
        set
        {
            field = value;
            _settings = null;
        }
    }

    /// <summary>The certificate this device identifies itself with when the server asks, or <see langword="null"/>.</summary>
    /// <exception cref="ArgumentException">It cannot be used; the message says why, and shows neither key nor password.</exception>
    public ClientCertificate? ClientCertificate
    {
        get;
        set
        {
            _identity = value is null ? null : ClientIdentity.Read(value, Clock.UtcUnixMs);
            field = value;
            _settings = null;
        }
    }

    /// <summary>Application protocols to offer by ALPN, best first, such as <c>mqtt</c>; empty for none. A server that knows none of them may refuse.</summary>
    /// <exception cref="ArgumentException">A name is not of 1 to 255 bytes of UTF-8.</exception>
    public IReadOnlyList<string> ApplicationProtocols
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string name in value)
            {
                if (Encoding.UTF8.GetByteCount(name) is < 1 or > 255)
                {
                    throw new ArgumentException("The name of an application protocol has 1 to 255 bytes.", nameof(value));
                }
            }

            field = [.. value];
            _settings = null;
        }
    } = [];

    /// <summary>The limit of a handshake, from the open stream below to the last message, in milliseconds; 30,000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int HandshakeTimeoutMs
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
            _settings = null;
        }
    } = 30_000;

    /// <summary>Takes up a TLS 1.2 session again when the same server is opened within an hour; saves it and this device the certificates. On unless set.</summary>
    public bool ResumesSessions { get; set; } = true;

    /// <summary>The clock that certificates are judged by; the device's own unless set.</summary>
    public IClock Clock
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            _settings = null;
        }
    } = new SystemClock();

    /// <summary>What the last handshake has agreed on, or <see langword="null"/> before the first.</summary>
    public TlsConnectionInfo? Connection => _connection;

    /// <inheritdoc/>
    public string LastFailure => _lastFailure;

    /// <inheritdoc/>
    /// <remarks>Sets <see cref="ClientCertificate"/>, and tells the certificate's common name to <paramref name="certificate"/>.</remarks>
    public void SetClientCertificate(ClientCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ClientCertificate = certificate;
        certificate.SetCommonName(_identity!.CommonName);
    }

    private TlsEngine CreateEngine(ServerHost host, int port)
    {
        _settings ??= new(_crypto, ChooseValidator(), Clock, _identity, ApplicationProtocols, HandshakeTimeoutMs);
        bool resumes = ResumesSessions && _session is { } session && session.FitsTo(host.Text, port, _settings, Clock.NowMs);
        return new(_settings, host, resumes ? _session!.Session : null);
    }

    /// <summary>Keeps what the next connection or the user may ask for.</summary>
    private void NoteOpen(TlsEngine engine, ServerHost host, int port)
    {
        _lastFailure = "";
        _connection = engine.Connection;
        _session = engine.Session is { } session ? new(session, host.Text, port, _settings!, Clock.NowMs) : null;
    }

    private static ServerHost CheckedHost(string host, int port)
    {
        ServerHost name = ServerHost.Parse(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        return name;
    }

    private void ThrowIfOpen()
    {
        if (_channel is { Engine.Status: TransportStatus.Ok } || _asyncChannel is { IsAlive: true })
        {
            throw new InvalidOperationException("The transport is open; close it first.");
        }
    }
}
