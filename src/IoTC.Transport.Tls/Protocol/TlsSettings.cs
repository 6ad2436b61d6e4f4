using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>What one connection needs to know; does not change while it lives.</summary>
/// <param name="Crypto">BouncyCastle's primitives; shared.</param>
/// <param name="Validator">Judges the server.</param>
/// <param name="Clock">For the date that certificates are judged by, and for the time limit.</param>
/// <param name="Identity">What the device shows when asked, or <see langword="null"/>.</param>
/// <param name="ApplicationProtocols">ALPN, best first; empty for none.</param>
/// <param name="HandshakeTimeoutMs">Limit of the handshake.</param>
internal sealed record TlsSettings(
    BcTlsCrypto Crypto,
    IServerCertificateValidator Validator,
    IClock Clock,
    ClientIdentity? Identity,
    IReadOnlyList<string> ApplicationProtocols,
    int HandshakeTimeoutMs);
