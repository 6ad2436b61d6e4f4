using System;
using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>What this client offers and insists on in a handshake; BouncyCastle asks it.</summary>
internal sealed class ClientPeer(TlsSettings settings, ServerHost host, TlsSession? sessionToResume, HandshakeNotes notes)
    : AbstractTlsClient(settings.Crypto)
{
    /// <summary>The longest chain that is read; a validator's own limit may be lower.</summary>
    private const int MaxChainLength = 16;

    private const int MaxHandshakeMessage = 65_536;

    /// <summary>The TLS 1.2 session of the completed handshake, or <see langword="null"/>.</summary>
    public TlsSession? Session { get; private set; }

    public override int GetMaxCertificateChainLength() => MaxChainLength;

    public override int GetMaxHandshakeMessageSize() => MaxHandshakeMessage;

    public override TlsSession? GetSessionToResume() => sessionToResume;

    public override TlsAuthentication GetAuthentication() => new ServerAuthentication(m_context, settings, host, notes);

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        // For CBC suites only, which are not offered.
        IDictionary<int, byte[]> extensions = base.GetClientExtensions();
        extensions.Remove(ExtensionType.encrypt_then_mac);
        return extensions;
    }

    public override void NotifyServerVersion(ProtocolVersion serverVersion) => notes.LastHeard = "its hello";

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        SecurityParameters agreed = m_context.SecurityParameters;
        bool isTls13 = TlsUtilities.IsTlsV13(agreed.NegotiatedVersion);
        notes.IsComplete = true;
        notes.Connection = new(
            isTls13 ? "TLS 1.3" : "TLS 1.2",
            CipherSuiteOrder.NameOf(agreed.CipherSuite),
            agreed.ApplicationProtocol is { } protocol ? protocol.GetUtf8Decoding() : "",
            agreed.IsResumedSession);
        Session = !isTls13 && m_context.Session is { IsResumable: true } session ? session : null;
    }

    protected override int[] GetSupportedCipherSuites() => CipherSuiteOrder.ForThisMachine;

    protected override IList<ServerName>? GetSniServerNames() =>
        host.IsAddress ? null : [new(NameType.host_name, Encoding.ASCII.GetBytes(host.Text))];

    protected override IList<ProtocolName>? GetProtocolNames()
    {
        if (settings.ApplicationProtocols.Count == 0)
        {
            return null;
        }

        List<ProtocolName> names = [];
        foreach (string name in settings.ApplicationProtocols)
        {
            names.Add(ProtocolName.AsUtf8Encoding(name));
        }

        return names;
    }

    // A staple that nobody checks is not asked for.
    protected override CertificateStatusRequest? GetCertificateStatusRequest() => null;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) =>
        [NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1];

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => SignatureSchemes.Offered();
}
