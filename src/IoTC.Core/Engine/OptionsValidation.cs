using System;
using IoTC.Buffers;
using IoTC.Json;
using IoTC.Provisioning;

namespace IoTC.Engine;

/// <summary>Refuses options that cannot work, before anything is sent, with the limit they broke.</summary>
internal static partial class OptionsValidation
{
    private const int MaxPayloadBytes = 8 * 1024;

    public static void Validate(IoTCOptions options)
    {
        if (options == null) throw new ArgumentNullException(nameof(options));
        if (options.Credential == null) throw new ArgumentException("No credential was given. Set Credential, to DeviceCredential.GroupKey(key) for instance.");
        RequireTexts(options);
        Require(options.DeviceId != null && options.DeviceId.Length > 0, "The device id is empty.");
        Require(options.HubHost.Length > 0 || (options.DeviceId!.Length <= 128 && IsRegistrationId(options.DeviceId)), "The device id may have 1 to 128 letters, digits and the characters : . _ - and must begin and end with a letter or digit.");
        if (options.HubHost.Length == 0)
        {
            Require(options.IdScope != null && options.IdScope.Length > 0, "The ID scope is empty. It is shown on the overview page of the DPS instance, or under Permissions, Device connection groups in IoT Central, and begins with 0ne.");
            Require(options.IdScope!.Length <= 64 && IsLettersAndDigits(options.IdScope), "The ID scope may have letters and digits only.");
            RequireHost(options.ProvisioningHost, "ProvisioningHost");
            RequirePort(options.ProvisioningPort, "ProvisioningPort");
        }
        else
        {
            RequireHost(options.HubHost, "HubHost");
            Require(AssignmentRules.IsDeviceId(options.DeviceId!), "The device id may have 1 to 128 visible ASCII characters, and none of / + #.");
        }

        if (options.HubPort != 0) RequirePort(options.HubPort, "HubPort");
        Require(options.KeepAliveSeconds >= 10 && options.KeepAliveSeconds <= 1177, "KeepAliveSeconds must be 10 to 1177.");
        Require(options.TokenLifetimeSeconds >= 60, "TokenLifetimeSeconds must be at least 60.");
        Require(
            options.ConnectTimeoutMs > 0 && options.OpenTimeoutMs > 0 && options.ProvisioningTimeoutMs > 0 && options.ProvisioningResponseTimeoutMs > 0
            && options.TwinTimeoutMs > 0 && options.ProvisioningMinDelayMs >= 0 && options.ReconnectMinDelayMs > 0 && options.DisconnectTimeoutMs >= 0
            && options.ReconnectMaxDelayMs >= options.ReconnectMinDelayMs,
            "Every time limit must be above 0 milliseconds, and ReconnectMaxDelayMs not below ReconnectMinDelayMs.");
        RequireQueues(options);
        RequirePayload(options);
        RequireForNet(options);
    }

    // Options that only .NET has.
    static partial void RequireForNet(IoTCOptions options);

    private static void RequireTexts(IoTCOptions options)
        => Require(
            options.HubHost != null && options.ModelId != null && options.ProvisioningPayload != null && options.ProvisioningApiVersion != null
            && options.HubApiVersion != null && options.ContentType != null && options.ContentEncoding != null,
            "A text option is null; leave it empty instead.");

    private static void RequireQueues(IoTCOptions options)
    {
        Require(options.ReceiveBufferSize >= 16, "ReceiveBufferSize must be at least 16 bytes.");
        Require(options.MaxQueuedBytes >= 64, "MaxQueuedBytes must be at least 64.");
        Require(options.MaxQueuedMessages >= 1 && options.MaxQueuedMessages <= 65534, "MaxQueuedMessages must be 1 to 65534.");
        Require(options.MaxInflight >= 1 && options.MaxInflight <= 65534, "MaxInflight must be 1 to 65534.");
        Require(
            options.ConnackTimeoutMs > 0 && options.AcknowledgeTimeoutMs > 0 && options.PingTimeoutMs > 0 && options.StableAfterMs >= 0 && options.ReprovisionMinIntervalMs >= 0,
            "ConnackTimeoutMs, AcknowledgeTimeoutMs and PingTimeoutMs must be above 0 milliseconds, StableAfterMs and ReprovisionMinIntervalMs not below 0.");
    }

    private static void RequirePayload(IoTCOptions options)
    {
        Require(options.ModelId.Length <= 2048, "ModelId may have 2048 characters at most.");
        if (options.ProvisioningPayload.Length == 0) return;
        byte[] json = Utf8.GetBytes(options.ProvisioningPayload);
        Require(json.Length <= MaxPayloadBytes, "ProvisioningPayload may have 8 KB at most.");
        Require(JsonText.IsValid(json, 0, json.Length), "ProvisioningPayload is not JSON.");
        Require(options.ModelId.Length == 0 || JsonText.IsObject(json, 0, json.Length), "ProvisioningPayload must be a JSON object when a model id is set, because the model id becomes one of its members.");
    }

    private static void RequireHost(string host, string name)
    {
        Require(AssignmentRules.IsHost(host ?? ""), name + " must be a host name or an address, without https:// and without a path.");
    }

    private static void RequirePort(int port, string name) => Require(port >= 1 && port <= 65535, name + " must be 1 to 65535.");

    private static bool IsRegistrationId(string id)
    {
        byte[] bytes = Utf8.GetBytes(id);
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isSpecial = bytes[i] == ':' || bytes[i] == '.' || bytes[i] == '_' || bytes[i] == '-';
            if (!AssignmentRules.IsLetterOrDigit(bytes[i]) && !isSpecial) return false;
        }

        return AssignmentRules.IsLetterOrDigit(bytes[0]) && AssignmentRules.IsLetterOrDigit(bytes[bytes.Length - 1]);
    }

    private static bool IsLettersAndDigits(string text)
    {
        byte[] bytes = Utf8.GetBytes(text);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!AssignmentRules.IsLetterOrDigit(bytes[i])) return false;
        }

        return true;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new ArgumentException(message);
    }
}
