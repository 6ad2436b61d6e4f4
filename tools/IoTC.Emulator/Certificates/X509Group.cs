using System;
using System.Security.Cryptography.X509Certificates;
using IoTC.Emulator.Certificates;

namespace IoTC.Emulator;

/// <summary>A CA of a device maker, enrolled in DPS as a group: it issues certificates to devices.</summary>
public sealed class X509Group
{
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2? _intermediate;
    private readonly EmulatorClock _clock;

    internal X509Group(string name, bool hasIntermediate, EmulatorClock clock)
    {
        Name = name;
        _clock = clock;
        _root = DeviceCertificateMaker.CreateAuthority(name + " Root", null, clock.UtcNow);
        _intermediate = hasIntermediate ? DeviceCertificateMaker.CreateAuthority(name + " Intermediate", _root, clock.UtcNow) : null;
    }

    /// <summary>The group's name in DPS.</summary>
    public string Name { get; }

    /// <summary>The root as PEM.</summary>
    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>The intermediate as PEM, or null.</summary>
    public string? IntermediatePem => _intermediate is null ? null : _intermediate.ExportCertificatePem() + "\n";

    /// <summary>Issues a certificate, by the intermediate when there is one.</summary>
    /// <param name="registrationId">Its common name.</param>
    /// <param name="lifetime">From the emulator's time on; 90 days when null. Negative for one that has expired.</param>
    /// <param name="isRsa">RSA 2048 instead of ECDSA P-256.</param>
    public DeviceCertificate Issue(string registrationId, TimeSpan? lifetime = null, bool isRsa = false)
    {
        X509Certificate2 certificate = DeviceCertificateMaker.CreateDevice(registrationId, _intermediate ?? _root, _clock.UtcNow, lifetime ?? TimeSpan.FromDays(90), isRsa);
        // Without its key.
        return new DeviceCertificate(certificate, _intermediate is null ? [] : [X509CertificateLoader.LoadCertificate(_intermediate.RawData)]);
    }
}
