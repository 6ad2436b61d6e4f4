using System;
using System.Globalization;
using System.IO;
using IoTC.Transport;

namespace IoTC.Samples;

/// <summary>What the program was asked to do, by arguments first and by environment variables second.</summary>
internal sealed class Settings
{
    public const string Help =
        """
        A thermostat made of this machine's own readings. Without settings it starts the emulator in this process and plays the
        whole cycle: provision, connect, telemetry, a desired property, a command, disconnect. With settings it is a device of
        Azure IoT Central or IoT Hub, until Ctrl+C.

          --id-scope TEXT    ID Scope of the DPS instance (0ne…)              IOTC_ID_SCOPE
          --device-id TEXT   Registration ID                                  IOTC_DEVICE_ID
          --key BASE64       the device's key, or                             IOTC_KEY
          --group-key BASE64 the enrolment group's key to derive it from, or  IOTC_GROUP_KEY
          --certificate FILE the device's certificate, PEM; with its key:     IOTC_CERTIFICATE (the text itself)
          --certificate-key FILE  its private key, PEM                        IOTC_CERTIFICATE_KEY (the text itself)
          --for TIME         how long to run once connected: 10s, 5m, 1h; 8s without settings, until Ctrl+C with them
          --dps-host NAME    global.azure-devices-provisioning.net unless told
          --dps-port N       443 unless told
          --hub-port N       8883 unless told
          --ca FILE          a root to trust, PEM: of an emulator started     IOTC_CA (the text itself)
                             separately, for instance
          --help             this text

        Keys are better passed by environment: other users can see arguments.
        Exit code: 0 all that was to happen has happened; 1 it has not, and one sentence says why; 2 bad arguments.
        """;

    private string _idScope = "";
    private string _deviceId = "";
    private string _key = "";
    private string _groupKey = "";
    private string _dpsHost = "";
    private string _caPem = "";
    private string _certificatePem = "";
    private string _certificateKeyPem = "";
    private int _dpsPort;
    private int _hubPort;
    private TimeSpan? _runFor;

    private Settings()
    {
    }

    public bool WantsHelp { get; private set; }

    /// <summary>Whether a cloud was named; if not, the emulator stands in.</summary>
    public bool HasCredentials => _idScope.Length + _deviceId.Length + _key.Length + _groupKey.Length + _certificatePem.Length > 0;

    /// <summary>How long to run once connected; null until Ctrl+C.</summary>
    public TimeSpan? RunFor => _runFor ?? (HasCredentials ? null : TimeSpan.FromSeconds(8));

    /// <summary>Reads arguments and environment.</summary>
    /// <exception cref="ArgumentException">One cannot be understood, or is missing; the message names it, and never a key.</exception>
    public static Settings Read(string[] arguments, Func<string, string?> environment)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            settings.WantsHelp |= name is "--help" or "-h" or "-?";
            if (settings.WantsHelp) return settings;
            settings.Set(name, i + 1 < arguments.Length ? arguments[++i] : null);
        }

        settings.Complete(environment);
        return settings;
    }

    /// <summary>What the device needs to know.</summary>
    /// <exception cref="ArgumentException">A value cannot work.</exception>
    public (IoTCOptions Options, IAsyncTransport Transport) ToOptions()
    {
        var options = new IoTCOptions
        {
            IdScope = _idScope,
            DeviceId = _deviceId,
            AllowUnsecuredTransport = DeviceStream.IsUnsecured,
            Credential = _certificatePem.Length > 0 ? DeviceCredential.X509(ClientCertificate.FromPem(_certificatePem, _certificateKeyPem))
                : _groupKey.Length > 0 ? DeviceCredential.GroupKey(_groupKey)
                : DeviceCredential.DeviceKey(_key),
        };
        if (_dpsHost.Length > 0) options.ProvisioningHost = _dpsHost;
        if (_dpsPort > 0) options.ProvisioningPort = _dpsPort;
        if (_hubPort > 0) options.HubPort = _hubPort;
        try
        {
            return (options, DeviceStream.Create(_caPem));
        }
        catch (ArgumentException)
        {
            throw new ArgumentException("--ca holds no root certificate as PEM (-----BEGIN CERTIFICATE-----).");
        }
    }

    private void Set(string name, string? value)
    {
        switch (name)
        {
            case "--id-scope": _idScope = Text(name, value); break;
            case "--device-id": _deviceId = Text(name, value); break;
            case "--key": _key = Text(name, value); break;
            case "--group-key": _groupKey = Text(name, value); break;
            case "--dps-host": _dpsHost = Text(name, value); break;
            case "--ca": _caPem = FileText(name, value); break;
            case "--certificate": _certificatePem = FileText(name, value); break;
            case "--certificate-key": _certificateKeyPem = FileText(name, value); break;
            case "--dps-port": _dpsPort = Port(name, value); break;
            case "--hub-port": _hubPort = Port(name, value); break;
            case "--for": _runFor = Time(name, value); break;
            default: throw new ArgumentException($"{name} is no option of this program; --help tells which there are.");
        }
    }

    private void Complete(Func<string, string?> environment)
    {
        if (_idScope.Length == 0) _idScope = environment("IOTC_ID_SCOPE") ?? "";
        if (_deviceId.Length == 0) _deviceId = environment("IOTC_DEVICE_ID") ?? "";
        if (_caPem.Length == 0) _caPem = environment("IOTC_CA") ?? "";
        if (_key.Length + _groupKey.Length + _certificatePem.Length == 0)
        {
            _key = environment("IOTC_KEY") ?? "";
            _groupKey = environment("IOTC_GROUP_KEY") ?? "";
            _certificatePem = environment("IOTC_CERTIFICATE") ?? "";
        }

        if (_certificateKeyPem.Length == 0) _certificateKeyPem = environment("IOTC_CERTIFICATE_KEY") ?? "";
        bool namesCloud = _dpsHost.Length + _caPem.Length + _dpsPort + _hubPort > 0;
        if (!HasCredentials && !namesCloud) return;
        if (_idScope.Length == 0) throw new ArgumentException("The ID Scope is missing: pass --id-scope or set IOTC_ID_SCOPE.");
        if (_deviceId.Length == 0) throw new ArgumentException("The device id is missing: pass --device-id or set IOTC_DEVICE_ID.");
        if (_certificatePem.Length > 0)
        {
            if (_certificateKeyPem.Length == 0) throw new ArgumentException("The certificate's key is missing: pass --certificate-key or set IOTC_CERTIFICATE_KEY.");
            if (_key.Length + _groupKey.Length > 0) throw new ArgumentException("A certificate and a key were both given; pass one of them.");
            return;
        }

        if (_key.Length == 0 && _groupKey.Length == 0) throw new ArgumentException("The key is missing: pass --key or --group-key, or set IOTC_KEY or IOTC_GROUP_KEY.");
        if (_key.Length > 0 && _groupKey.Length > 0) throw new ArgumentException("A device key and a group key were both given; pass one of them.");
    }

    private static string Text(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{name} needs a value.") : value;

    private static string FileText(string name, string? path)
    {
        try
        {
            return File.ReadAllText(Text(name, path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{name}: {path} cannot be read; check the path and its permissions.");
        }
    }

    private static int Port(string name, string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? port
            : throw new ArgumentException($"{name} needs a port from 1 to 65535.");

    private static TimeSpan Time(string name, string? value)
    {
        string text = value ?? "";
        double unit = text.EndsWith('h') ? 3600 : text.EndsWith('m') ? 60 : 1;
        bool isNumber = double.TryParse(text.TrimEnd('s', 'm', 'h'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double seconds = number * unit;
        return isNumber && seconds is >= 1 and <= 24 * 3600 * 24
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentException($"{name} needs a time of 1s at least, such as 10s, 5m or 1h.");
    }
}
