using System;
using System.Security.Cryptography.X509Certificates;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Provisioning;

namespace IoTC.Emulator;

/// <content>Devices with certificates.</content>
public sealed partial class IoTCEmulator
{
    /// <summary>Enrols a device individually with a new certificate that signs itself, and gives it a hub identity with the same.</summary>
    /// <param name="deviceId">Registration ID, Device ID and common name.</param>
    /// <param name="lifetime">From the emulator's time on; 90 days when null. Negative for one that has expired.</param>
    /// <param name="isRsa">RSA 2048 instead of ECDSA P-256.</param>
    public DeviceCertificate AddX509Device(string deviceId, TimeSpan? lifetime = null, bool isRsa = false)
    {
        X509Certificate2 certificate = DeviceCertificateMaker.CreateDevice(deviceId, null, _clock.UtcNow, lifetime ?? TimeSpan.FromDays(90), isRsa);
        Enrollment enrollment = AddEnrollment(new Enrollment { RegistrationId = deviceId, CertificatePem = certificate.ExportCertificatePem() });
        _devices.GetOrAdd(deviceId, enrollment.Attestation).Recognise(enrollment.Attestation);
        return new DeviceCertificate(certificate, []);
    }

    /// <summary>Makes a CA and enrols it as a group: any device may register whose certificate it, or its intermediate, has issued.</summary>
    /// <param name="name">The group's name; must be new, or the group is replaced.</param>
    /// <param name="hasIntermediate">Whether devices' certificates come from an intermediate, which they send along.</param>
    /// <param name="isIntermediateEnrolled">Whether it is the intermediate that DPS knows, not the root.</param>
    public X509Group AddX509Group(string name, bool hasIntermediate = false, bool isIntermediateEnrolled = false)
    {
        var group = new X509Group(name, hasIntermediate || isIntermediateEnrolled, _clock);
        AddX509Group(name, isIntermediateEnrolled ? group.IntermediatePem! : group.RootPem);
        return group;
    }

    /// <summary>Enrols a CA of the caller's own as a group.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="authorityPem">Root or intermediate, PEM.</param>
    /// <exception cref="ArgumentException">It is no certificate.</exception>
    public void AddX509Group(string name, string authorityPem) =>
        _provisioning.Set(new EnrollmentGroup(name, null, CertificateText.Parse(authorityPem)));

    /// <summary>Removes a group; devices that it has registered keep their hub identities.</summary>
    /// <param name="name">The group's name.</param>
    public bool RemoveGroup(string name) => _provisioning.RemoveGroup(name);
}
