using System;

namespace IoTC.Transport.Tls;

/// <content>A second connection beside the first: a file upload.</content>
public sealed partial class TlsTransport : IAsyncTransportFactory, IPinnedTransport
{
    private bool _isSibling;
    private bool _isPinned = true;

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="ApplicationProtocols"/> are left out: what the sibling carries is HTTPS. <see cref="ServerCertificateValidator.PinnedKeys"/> of the <see cref="Validator"/> are
    /// asked of the hub alone: its storage is judged by the validator's roots and by name. A validator of another kind judges both.
    /// </remarks>
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
                _isSibling = true,
            };

    /// <inheritdoc/>
    public void SetPinned(bool isPinned)
    {
        bool was = _isPinned;
        _isPinned = isPinned || !_isSibling;
        if (_isPinned != was)
        {
            _settings = null;
        }
    }

    private IServerCertificateValidator ChooseValidator() => Validator switch
    {
        null => new ServerCertificateValidator(Roots),
        ServerCertificateValidator { PinnedKeys.Count: > 0 } pinning when !_isPinned => new ServerCertificateValidator(pinning.Roots),
        _ => Validator,
    };
}
