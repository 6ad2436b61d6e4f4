namespace IoTC.Engine;

/// <content>Options that only .NET has.</content>
internal static partial class OptionsValidation
{
    static partial void RequireForNet(IoTCOptions options)
    {
        Require(options.ProvisioningMqttPort is >= 0 and <= 65535, "ProvisioningMqttPort must be 1 to 65535, or 0 for the usual one.");
        Require(!string.IsNullOrEmpty(options.ProvisioningMqttApiVersion), "ProvisioningMqttApiVersion is empty.");
        Require(options.ProvisioningTransport is ProvisioningTransport.Https or ProvisioningTransport.Mqtt, "ProvisioningTransport must be Https or Mqtt.");
        Require(!options.AllowDeviceMove || !string.IsNullOrEmpty(options.DeviceMoveCommand), "DeviceMoveCommand is empty.");
        Require(!options.AllowDeviceMove || options.HubHost.Length == 0, "AllowDeviceMove needs DPS; it cannot be set together with HubHost.");
    }

    /// <summary>Whether a text can be an ID Scope.</summary>
    public static bool IsIdScope(string text) => text.Length is > 0 and <= 64 && IsLettersAndDigits(text);
}
