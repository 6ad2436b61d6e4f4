using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Tls;

namespace IoTC.Transport.Sockets;

/// <summary>TCP with the platform's TLS 1.2 or 1.3. The server's certificate is always verified; there is no way to accept all.</summary>
/// <remarks>
/// Verified are the chain, the validity of each certificate, extended key usage serverAuth, key usage digitalSignature, and the host: by the subject
/// alternative name alone (RFC 9525), never by the common name. Revocation is not checked and missing intermediates are not fetched.
/// A stream that ends without close_notify is reported as <see cref="TransportStatus.Truncated"/>. With TLS 1.3 a server judges the client's certificate
/// after the handshake: <see cref="TransportStatus.ClientCertificateRefused"/> then comes from the first receive. Options apply to the next open.
/// </remarks>
public sealed partial class SocketTransport : TcpTransportBase
{
    private X509Certificate2Collection? _roots;
    private PinnedKeySet? _pins;
    private SslStreamCertificateContext? _clientContext;

    /// <summary>Trusted roots besides the system's: one PEM certificate or more, at least one of them self-signed; empty for none.</summary>
    /// <value>The text as given. Intermediates among it help to build the chain.</value>
    /// <exception cref="ArgumentException">The text is not such PEM; the message tells which certificate is wrong.</exception>
    public string TrustedRootsPem
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _roots = value.Length == 0 ? null : TrustedRoots.Parse(value, nameof(TrustedRootsPem));
            field = value;
        }
    } = "";

    /// <summary>Trust nothing but <see cref="TrustedRootsPem"/>, not the system's roots.</summary>
    /// <remarks>
    /// On Linux the platform reads the system's store before it builds its first chain all the same, whomever it trusts: about 50 ms once in a process,
    /// and again after five minutes. A process that needs no system roots saves that when it is started with the environment variables
    /// <c>SSL_CERT_DIR</c> naming an empty directory and <c>SSL_CERT_FILE</c> naming a small file.
    /// </remarks>
    public bool TrustOnlyGivenRoots { get; set; }

    /// <summary>Public keys of which one at least must be in the server's chain, besides all other rules; empty for none.</summary>
    /// <value>
    /// <c>sha256/</c> and the Base64 of the SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469 §2.4): the server's, an intermediate's or the root's.
    /// Azure changes leaf and intermediate keys without notice: pin roots, and more than one.
    /// </value>
    /// <remarks>
    /// A server without any of them is refused with <see cref="TransportStatus.CertificateInvalid"/>, and the reason names the keys found. They are meant for DPS and the
    /// hub: the storage of a file upload is not asked for them (<see cref="CreateSibling"/>).
    /// </remarks>
    /// <exception cref="ArgumentException">An entry has another form; the message says which.</exception>
    public IReadOnlyList<string> PinnedKeys
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _pins = PinnedKeySet.Parse(value, nameof(PinnedKeys));
            field = [.. value];
        }
    } = [];

    /// <summary>Judges the server instead of the platform and of the roots given here; <see langword="null"/> for those.</summary>
    /// <remarks>For a judgement that is the same on every platform, or stricter: <c>ServerCertificateValidator</c> of IoTC.Transport.Tls.</remarks>
    public IServerCertificateValidator? CertificateValidator { get; set; }

    /// <summary>The certificate this device identifies itself with, private key included; not disposed here.</summary>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public X509Certificate2? ClientCertificate
    {
        get;
        set
        {
            if (value is { HasPrivateKey: false })
            {
                throw new ArgumentException("The client certificate has no private key.", nameof(value));
            }

            field = value;
            _clientContext = null;
        }
    }

    /// <summary>The intermediates that are sent after <see cref="ClientCertificate"/>, or <see langword="null"/>.</summary>
    public X509Certificate2Collection? ClientCertificateChain
    {
        get;
        set
        {
            field = value;
            _clientContext = null;
        }
    }

    private protected override void CheckOptions()
    {
        if (TrustOnlyGivenRoots && _roots is null && CertificateValidator is null)
        {
            throw new InvalidOperationException($"{nameof(TrustOnlyGivenRoots)} is set, but {nameof(TrustedRootsPem)} is empty: no server could be trusted.");
        }

        if (_pins is not null && CertificateValidator is not null)
        {
            throw new InvalidOperationException($"{nameof(CertificateValidator)} judges alone; pin the keys there, not with {nameof(PinnedKeys)}.");
        }
    }

    private protected override async Task<SyncChannel> ConnectChannelAsync(HostName host, int port, CancellationToken cancellationToken)
    {
        if (IsProxySecured(host))
        {
            // A stream within another cannot be asked for whole records.
            return Proxy!.Way.ToBlocking(await ConnectAsyncChannelAsync(host, port, cancellationToken).ConfigureAwait(false));
        }

        TlsHandshake handshake = CreateHandshake(host);
        Socket socket = await ConnectSocketAsync(host, port, cancellationToken).ConfigureAwait(false);
        RecordStream stream = new(socket);
        return new TlsChannel(stream, await handshake.RunAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    private protected override async Task<AsyncChannel> ConnectAsyncChannelAsync(HostName host, int port, CancellationToken cancellationToken)
    {
        TlsHandshake handshake = CreateHandshake(host);
        SocketStream stream = IsProxySecured(host)
            ? await ConnectProxiedAsync(host, port, cancellationToken).ConfigureAwait(false)
            : new SocketStream(await ConnectSocketAsync(host, port, cancellationToken).ConfigureAwait(false));
        return new TlsAsyncChannel(stream, await handshake.RunAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    private TlsHandshake CreateHandshake(HostName host)
    {
        if (_clientContext is null && ClientCertificate is { } certificate)
        {
            _clientContext = SslStreamCertificateContext.Create(certificate, ClientCertificateChain, offline: true);
        }

        return new(host, new(_roots, TrustOnlyGivenRoots, CertificateValidator), _isPinned ? _pins : null, _clientContext);
    }
}
