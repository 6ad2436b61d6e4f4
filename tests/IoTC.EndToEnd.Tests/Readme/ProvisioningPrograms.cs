using System;
using System.IO;
using IoTC;
using IoTC.Security;

namespace IoTC.EndToEnd.Tests.Readme;

/// <summary>The lines of docs/provisioning.md as they stand there; <see cref="ReadmeTests"/> holds the two together.</summary>
internal static class ProvisioningPrograms
{
    public static void Credentials(IoTCOptions options, string key, string certificatePem, string privateKeyPem, string password, IKeySigner signer)
    {
        options.Credential = DeviceCredential.DeviceKey(key);
        options.Credential = DeviceCredential.GroupKey(key);               // the device's key is derived from it; better kept off devices
        options.Credential = DeviceCredential.X509(ClientCertificate.FromPem(certificatePem, privateKeyPem, password));
        options.Credential = DeviceCredential.X509(ClientCertificate.FromPkcs12(File.ReadAllBytes("device.pfx"), password));
        options.Credential = DeviceCredential.Signer(signer);              // an IKeySigner: the key lies in a TPM, an HSM, a secure element
    }

    public static IoTCOptions[] ConnectionStrings(ClientCertificate certificate)
    {
        IoTCOptions byKey = IoTCOptions.FromConnectionString("HostName=myhub.azure-devices.net;DeviceId=device-1;SharedAccessKey=…");
        IoTCOptions byCertificate = IoTCOptions.FromConnectionString("HostName=myhub.azure-devices.net;DeviceId=device-1;x509=true", certificate);
        return [byKey, byCertificate];
    }

    public static void Rest(IoTCOptions options, IoTCAsyncClient client)
    {
        client.OnAssigned(assignment => Console.WriteLine($"{assignment.DeviceId} at {assignment.HubHost}: {assignment.Substatus} {assignment.PayloadJson}"));
        options.AssignmentCache = new FileAssignmentCache("/var/lib/mydevice/assignment.json");
        options.AllowDeviceMove = true;
        options.ProvisioningTransport = ProvisioningTransport.Mqtt;       // port 8883, or 443 with MQTT over WebSocket
    }
}
