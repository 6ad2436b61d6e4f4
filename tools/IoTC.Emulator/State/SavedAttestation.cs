using System.Security.Cryptography.X509Certificates;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.State;

/// <summary>What a device is recognised by, as text: two keys, or a certificate and maybe another.</summary>
/// <param name="PrimaryKey">Base64; null for certificates.</param>
/// <param name="SecondaryKey">Base64; null for certificates.</param>
/// <param name="Certificate">PEM; null for keys.</param>
/// <param name="SecondaryCertificate">PEM; null for keys, and when there is one certificate.</param>
/// <param name="CommonName">What the certificate has to name; null when the certificate alone counts.</param>
internal sealed record SavedAttestation(string? PrimaryKey, string? SecondaryKey, string? Certificate, string? SecondaryCertificate, string? CommonName)
{
    /// <param name="attestation">A hub identity's: keys or certificates, never the authority above them.</param>
    public static SavedAttestation From(Attestation attestation) =>
        attestation is ThumbprintAttestation x509
            ? new(null, null, x509.Primary.ExportCertificatePem(), x509.Secondary?.ExportCertificatePem(), x509.RegistrationId)
            : From((SymmetricKeyAttestation)attestation);

    public Attestation ToAttestation() =>
        Certificate is null
            ? new SymmetricKeyAttestation(PrimaryKey!, SecondaryKey!)
            : new ThumbprintAttestation(
                X509Certificate2.CreateFromPem(Certificate), SecondaryCertificate is null ? null : X509Certificate2.CreateFromPem(SecondaryCertificate), CommonName);

    private static SavedAttestation From(SymmetricKeyAttestation keys) => new(keys.PrimaryKey, keys.SecondaryKey, null, null, null);
}
