using System;
using IoTC.Provisioning;

namespace IoTC;

/// <content>What only .NET's transports can tell.</content>
internal static partial class ThrowHelper
{
    // DPS takes a certificate only for the registration it names. The hub itself may know the device by its thumbprint, whatever the name.
    static partial void RequireCommonName(IoTCOptions options, ClientCertificate certificate)
    {
        string name = certificate.CommonName;
        if (options.HubHost.Length > 0 || name.Length == 0 || string.Equals(name, options.DeviceId, StringComparison.OrdinalIgnoreCase)) return;
        throw new ArgumentException(
            "The client certificate is for '" + ServerWords.OneLine(name) + "', but the device id is '" + options.DeviceId + "'. DPS wants the two to be the same: set DeviceId, or take the device's own certificate.");
    }
}
