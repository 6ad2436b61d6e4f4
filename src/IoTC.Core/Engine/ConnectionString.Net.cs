using System;
using IoTC.Provisioning;

namespace IoTC.Engine;

/// <summary>A device's connection string: <c>HostName=…;DeviceId=…;SharedAccessKey=…</c>, or <c>x509=true</c> instead of the key.</summary>
/// <remarks>Names are read in any case and order. What is wrong is said in one sentence that shows no value, since a value may be the key.</remarks>
internal sealed class ConnectionString
{
    private string _hostName = "";
    private string _deviceId = "";
    private string _key = "";
    private bool _isX509;

    private ConnectionString()
    {
    }

    /// <exception cref="ArgumentException">It is none, or one of another kind.</exception>
    public static IoTCOptions ToOptions(string text, ClientCertificate? certificate)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Refuse("is empty; copy the device's from the portal");
        var connection = new ConnectionString();
        int part = 0;
        foreach (string field in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            part++;
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw Refuse("has no = in its part " + part + "; it is Name=Value;Name=Value");
            connection.Set(field[..equals].Trim(), field[(equals + 1)..].Trim(), part);
        }

        return connection.ToOptions(certificate);
    }

    private void Set(string name, string value, int part)
    {
        switch (name.ToUpperInvariant())
        {
            case "HOSTNAME":
                SetOnce(ref _hostName, value, "HostName");
                break;
            case "DEVICEID":
                SetOnce(ref _deviceId, value, "DeviceId");
                break;
            case "SHAREDACCESSKEY":
                SetOnce(ref _key, value, "SharedAccessKey");
                break;
            case "X509":
                if (!bool.TryParse(value, out _isX509)) throw Refuse("has an x509 that is neither true nor false");
                break;
            case "SHAREDACCESSKEYNAME":
                throw Refuse("is a service's, since it names a policy (SharedAccessKeyName); copy the device's own from its page in the portal");
            case "SHAREDACCESSSIGNATURE":
                throw Refuse("holds a token (SharedAccessSignature), which cannot be renewed; give the key instead");
            case "MODULEID":
                throw Refuse("is a module's (ModuleId), which is not supported; give a device's");
            case "GATEWAYHOSTNAME":
                throw Refuse("goes through an IoT Edge gateway (GatewayHostName), which is not supported; leave it out to connect to the hub");
            default:
                throw Refuse("has a part " + part + " that is not known; it has HostName, DeviceId, and SharedAccessKey or x509=true");
        }
    }

    private IoTCOptions ToOptions(ClientCertificate? certificate)
    {
        if (_hostName.Length == 0) throw Refuse("names no HostName");
        if (!AssignmentRules.IsHost(_hostName)) throw Refuse("has a HostName that is no host name; it is like myhub.azure-devices.net");
        if (_deviceId.Length == 0) throw Refuse("names no DeviceId; a hub's own connection string has none, copy the device's");
        return new IoTCOptions { HubHost = _hostName, DeviceId = _deviceId, Credential = CreateCredential(certificate) };
    }

    private DeviceCredential CreateCredential(ClientCertificate? certificate)
    {
        if (_isX509)
        {
            if (_key.Length > 0) throw Refuse("has both a SharedAccessKey and x509=true; a device has one of them");
            return certificate == null ? DeviceCredential.X509() : DeviceCredential.X509(certificate);
        }

        if (certificate != null) throw Refuse("is for a device with a key; x509=true belongs in it when a certificate is given");
        if (_key.Length == 0) throw Refuse("has no SharedAccessKey, and no x509=true");
        return DeviceCredential.DeviceKey(_key);
    }

    private static void SetOnce(ref string field, string value, string name)
    {
        if (field.Length > 0) throw Refuse("names " + name + " twice");
        if (value.Length == 0) throw Refuse("has an empty " + name);
        field = value;
    }

    private static ArgumentException Refuse(string what) => new("The connection string " + what + ".");
}
