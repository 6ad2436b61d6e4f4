using System;

namespace IoTC.Transport.Tls;

/// <content>A second connection beside the first: a file upload.</content>
public sealed partial class TlsTransport : IAsyncTransportFactory
{
    /// <inheritdoc/>
    /// <remarks><see cref="ApplicationProtocols"/> are left out: what the sibling carries is HTTPS.</remarks>
    /// <exception cref="NotSupportedException">The transport below makes no siblings.</exception>
    public IAsyncTransport CreateSibling() =>
        _asyncInner is not IAsyncTransportFactory factory
            ? throw new NotSupportedException("The transport below TLS makes no siblings.")
            : new TlsTransport(factory.CreateSibling())
            {
                Roots = Roots,
                Validator = Validator,
                Clock = Clock,
                ClientCertificate = ClientCertificate,
                HandshakeTimeoutMs = HandshakeTimeoutMs,
                ResumesSessions = ResumesSessions,
            };
}
