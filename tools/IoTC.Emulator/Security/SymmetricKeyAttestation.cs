using System;

namespace IoTC.Emulator.Security;

/// <summary>Two keys, either of which may sign.</summary>
internal sealed class SymmetricKeyAttestation(string primaryKey, string secondaryKey) : Attestation
{
    public string PrimaryKey => primaryKey;

    public string SecondaryKey => secondaryKey;

    public override AttestationResult Verify(Evidence evidence, Func<string, bool> isResource, DateTimeOffset now, out DateTimeOffset expiry)
    {
        expiry = default;
        if (string.IsNullOrEmpty(evidence.Token))
        {
            return AttestationResult.Missing;
        }

        if (SasToken.TryParse(evidence.Token) is not { } token)
        {
            return AttestationResult.Malformed;
        }

        expiry = token.Expiry;
        if (!isResource(token.Resource))
        {
            return AttestationResult.WrongResource;
        }

        if (!token.IsSignedWith(primaryKey) && !token.IsSignedWith(secondaryKey))
        {
            return AttestationResult.WrongKey;
        }

        return token.Expiry <= now ? AttestationResult.Expired : AttestationResult.Accepted;
    }
}
