using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;

namespace IoTC.PortableGuard.Size;

/// <summary>The core with features left out, as docs/size.md tells how.</summary>
internal static class Features
{
    private const string Without = "src/IoTC.Transport.NanoFramework/Without";

    private static readonly string[] ProvisioningFiles = ["Provisioning/AssignmentRules.cs", "Provisioning/ProvisioningAction.cs", "Provisioning/ProvisioningOptions.cs"];

    public static IReadOnlyList<SourceFile> All => BoardSources.Read(BoardSources.Core);

    /// <summary>MQTT for brokers that are no hub.</summary>
    public static IReadOnlyList<SourceFile> NoMqttClient => [.. All.Where(file => !IsIn(file, "Client/Mqtt/"))];

    /// <summary>Three files of Provisioning stay; the session, and the HTTP under it, go.</summary>
    public static IReadOnlyList<SourceFile> NoProvisioning =>
    [
        .. NoMqttClient.Where(file => !IsIn(file, "Http/") && (!IsIn(file, "Provisioning/") || ProvisioningFiles.Contains(file.Path))),
        .. BoardSources.Read($"{Without}/Provisioning"),
    ];

    public static IReadOnlyList<SourceFile> NoLogging =>
        [.. NoMqttClient.Where(file => file.Path is not ("Client/ClientLog.cs" or "Client/ConsoleLogger.cs")), .. BoardSources.Read($"{Without}/Logging")];

    private static bool IsIn(SourceFile file, string folder) => file.Path.StartsWith(folder, StringComparison.Ordinal);
}
