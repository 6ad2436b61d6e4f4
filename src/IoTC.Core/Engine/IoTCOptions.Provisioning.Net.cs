using System;
using IoTC.Engine;

namespace IoTC;

/// <content>Provisioning options that only .NET has.</content>
public sealed partial class IoTCOptions
{
    /// <summary>Makes the options of a device that connects to its hub without DPS.</summary>
    /// <param name="connectionString"><c>HostName=…;DeviceId=…;SharedAccessKey=…</c>, or <c>x509=true</c> instead of the key; as the portal shows it for a device.</param>
    /// <param name="certificate">The device's certificate, with <c>x509=true</c>; <see langword="null"/> when the transport has it already.</param>
    /// <exception cref="ArgumentException">It is malformed, or a module's, a gateway's or a service's; the message says which, and shows no key.</exception>
    public static IoTCOptions FromConnectionString(string connectionString, ClientCertificate? certificate = null) => ConnectionString.ToOptions(connectionString, certificate);

    /// <summary>How to speak with DPS.</summary>
    public ProvisioningTransport ProvisioningTransport { get; set; }

    /// <summary>The DPS endpoint's MQTT port; 0 for the usual one of the transport: 8883, or 443 over WebSocket.</summary>
    public int ProvisioningMqttPort { get; set; }

    /// <summary>The api-version of DPS over MQTT; this is the one that is documented there.</summary>
    public string ProvisioningMqttApiVersion { get; set; } = "2019-03-31";

    /// <summary>Keeps the assignment between runs, so that DPS is not asked at each start; <see langword="null"/> for none.</summary>
    /// <remarks>Used with DPS only. <see cref="FileAssignmentCache"/> keeps it in a file.</remarks>
    public IAssignmentCache? AssignmentCache { get; set; }

    /// <summary>Let the cloud move this device to another ID Scope by a command, as IoT Central's device migration does. Off unless set.</summary>
    /// <remarks>
    /// The payload is the new ID Scope, a JSON string. The command is answered 200, the connection ended, the device registered in the new scope with the same
    /// credential, and connected to the hub that is assigned there. When that fails, the device stays where it was. An <see cref="AssignmentCache"/> keeps the move over a restart.
    /// </remarks>
    public bool AllowDeviceMove { get; set; }

    /// <summary>The name of that command, in whatever component.</summary>
    public string DeviceMoveCommand { get; set; } = "DeviceMove";
}
