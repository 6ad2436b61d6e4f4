using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Fuzz.Targets;

namespace IoTC.Fuzz;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new PacketReaderTarget(),
        new MqttSessionTarget(),
        new HttpResponseTarget(),
        new HttpHeadTarget(),
        new JsonReaderTarget(),
        new JsonValueTarget(),
        new PropertyBagTarget(),
        new TwinTarget(),
        new RegistrationTarget(),
        new MqttProvisioningTarget(),
        new SignatureTarget(),
        new DeviceEngineTarget(),
        new PemTarget(),
        new OutboxTarget(),
        new CertificateTarget(),
        new ClientCertificateTarget(),
    ];

    public static FuzzTarget Find(string name)
        => All.FirstOrDefault(t => t.Name == name) ?? throw new ArgumentException($"There is no target '{name}'; there are {string.Join(", ", All.Select(t => t.Name))}.");
}
