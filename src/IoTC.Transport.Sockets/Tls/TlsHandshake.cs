using System;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>One TLS handshake as a client: options in, an authenticated stream or a named failure out.</summary>
internal sealed class TlsHandshake(HostName host, TrustSettings trust, PinnedKeySet? pins, SslStreamCertificateContext? clientCertificate)
{
    private readonly CertificateVerifier _verifier = new(trust, pins, host);
    private bool _certificateWasAsked;

    /// <summary>Runs the handshake; owns the stream: on failure it is disposed.</summary>
    /// <exception cref="FailureException">The handshake failed.</exception>
    public async Task<SslStream> RunAsync(SocketStream stream, CancellationToken cancellationToken)
    {
        SslStream tls = new(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(Options(), cancellationToken).ConfigureAwait(false);
            CipherSuiteRule.Check(tls.NegotiatedCipherSuite);
            return tls;
        }
        catch (Exception e)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw Explain(e, stream);
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = host.Text,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        AllowRenegotiation = false,
        CertificateChainPolicy = trust.FirstPolicy(),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = _verifier.Verify,
        ClientCertificateContext = clientCertificate,
        LocalCertificateSelectionCallback = clientCertificate is null ? NoteThatCertificateWasAsked : null,
    };

    private X509Certificate NoteThatCertificateWasAsked(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        // Called once before anything was sent, too; then the server has not spoken yet.
        _certificateWasAsked |= remoteCertificate is not null || acceptableIssuers.Length > 0;
        return null!;
    }

    private FailureException Explain(Exception e, SocketStream stream)
    {
        if (!_verifier.Verdict.IsAccepted)
        {
            return new(_verifier.Verdict.Status, _verifier.Verdict.Reason, e);
        }

        if (TlsAlert.TryFind(e, out TlsAlert alert))
        {
            return new(alert.ToStatus(_certificateWasAsked), $"the server ended the TLS handshake with alert {alert}", e);
        }

        if (stream.SawEnd)
        {
            return new(TransportStatus.TlsHandshakeFailed, "the server ended the connection during the TLS handshake", e);
        }

        FailureException failure = FailureException.From(e);
        return failure.Status == TransportStatus.Failed ? new(TransportStatus.TlsHandshakeFailed, failure.Message, e) : failure;
    }
}
