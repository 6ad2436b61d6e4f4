using System.Collections.Generic;

namespace IoTC.Transport;

/// <summary>Judges the certificates of a server. A TLS transport that is given one leaves the whole judgement to it.</summary>
/// <remarks>One validator may serve several transports and threads at once.</remarks>
public interface IServerCertificateValidator
{
    /// <summary>Says whether a server may be talked to.</summary>
    /// <param name="certificates">DER, as the server sent them: its own first, then in any order what leads to a root. Not kept.</param>
    /// <param name="host">Who was meant: a host name or an IP literal, as given to the transport.</param>
    /// <param name="utcUnixMs">Now, in milliseconds since 1970 UTC, as this device believes.</param>
    /// <param name="reason">Empty, or one sentence without a final stop that names the certificate and the rule it breaks.</param>
    /// <returns>
    /// <see cref="TransportStatus.Ok"/>, <see cref="TransportStatus.CertificateUntrusted"/>, <see cref="TransportStatus.CertificateExpired"/>,
    /// <see cref="TransportStatus.CertificateNotYetValid"/>, <see cref="TransportStatus.CertificateWrongHost"/> or <see cref="TransportStatus.CertificateInvalid"/>.
    /// Whatever the bytes, it does not throw.
    /// </returns>
    int Validate(IReadOnlyList<byte[]> certificates, string host, long utcUnixMs, out string reason);
}
