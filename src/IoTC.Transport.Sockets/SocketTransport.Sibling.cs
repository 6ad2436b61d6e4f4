namespace IoTC.Transport.Sockets;

/// <content>A second connection beside the first: a file upload, to the hub and to its storage.</content>
public sealed partial class SocketTransport : IAsyncTransportFactory, IPinnedTransport
{
    private bool _isSibling;
    private volatile bool _isPinned = true;

    /// <inheritdoc/>
    /// <remarks>
    /// The sibling asks <see cref="PinnedKeys"/> of the hub alone: they are not those of the hub's storage, which is judged by roots and name. A
    /// <see cref="CertificateValidator"/> judges the storage too; one that pins keys refuses it, and <c>IoTCOptions.UploadTransport</c> gives another.
    /// </remarks>
    public IAsyncTransport CreateSibling()
    {
        SocketTransport sibling = new()
        {
            TrustedRootsPem = TrustedRootsPem,
            TrustOnlyGivenRoots = TrustOnlyGivenRoots,
            CertificateValidator = CertificateValidator,
            PinnedKeys = PinnedKeys,
            ClientCertificate = ClientCertificate,
            ClientCertificateChain = ClientCertificateChain,
            _isSibling = true,
        };
        CopyWayTo(sibling);
        return sibling;
    }

    /// <inheritdoc/>
    public void SetPinned(bool isPinned) => _isPinned = isPinned || !_isSibling;
}
