using System;

namespace IoTC.Emulator.Security;

/// <summary>How an enrolment or a hub identity recognises its device. By a key, or by a certificate.</summary>
internal abstract class Attestation
{
    /// <summary>Judges the evidence for one resource.</summary>
    /// <param name="evidence">What the device showed.</param>
    /// <param name="isResource">Whether the decoded <c>sr</c> of a token names what is asked for.</param>
    /// <param name="now">The service's time.</param>
    /// <param name="expiry">When the evidence ends; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
    public abstract AttestationResult Verify(Evidence evidence, Func<string, bool> isResource, DateTimeOffset now, out DateTimeOffset expiry);

    /// <summary>What the hub recognises the device by, once DPS has accepted the evidence.</summary>
    public virtual Attestation ForHub(Evidence evidence) => this;
}
