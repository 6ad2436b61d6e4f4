using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>BouncyCastle's client, which ends the connection when the server wants to renegotiate, instead of going on after a warning.</summary>
internal sealed class ClientProtocol : TlsClientProtocol
{
    public bool RenegotiationWasAsked { get; private set; }

    protected override void RefuseRenegotiation()
    {
        RenegotiationWasAsked = true;
        throw new TlsFatalAlert(AlertDescription.no_renegotiation);
    }
}
