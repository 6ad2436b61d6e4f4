using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace IoTC.Emulator;

/// <summary>What the program was asked to do.</summary>
internal sealed class CommandLine
{
    public const string Help =
        """
        Stands in for Azure DPS and IoT Hub on this machine. Devices connect as they would to Azure, trusting the emulator's CA.

          --hub-port N        MQTT over TLS (8883)
          --dps-port N        DPS over HTTPS (8443)
          --https-port N      the hub over HTTPS: WebSocket and file upload (8444)
          --rest-port N       the service API, plain HTTP on loopback (8088); 0 for any free port, here and above
          --id-scope TEXT     the ID Scope that devices name
          --group-key BASE64  the key of the default enrolment group; kept in the folder when not given
          --device ID         a device to enrol from the start; repeatable (device-1)
          --x509-device ID    a device to enrol with a new certificate, written to the folder as ID.pem and ID.key.pem; repeatable
          --x509-group FILE   a CA, root or intermediate, as PEM: devices whose certificates it has issued may register; repeatable
          --assigned-hub NAME what DPS answers as the hub (localhost); host:port for clients that understand it
          --retry-after N     seconds that DPS asks devices to wait (1)
          --folder PATH       certificates and the group key (.iotc-emulator)
          --data FILE         keeps enrolments, devices, twins, undelivered messages and the last telemetry in a SQLite file, with their keys
          --bind ADDRESS      the address of DPS and hub (127.0.0.1)
          --name NAME         another name or address in the server's certificate; repeatable
          --help              this text

        Service API: GET /health, GET|PUT|DELETE /devices/{id}, GET /devices/{id}/telemetry?last=N, POST /devices/{id}/messages,
        DELETE /devices/{id}/connection, POST /devices/query, GET|PATCH /twins/{id}, POST /twins/{id}/methods,
        GET|PUT|DELETE /enrollments/{id}, GET|PUT|DELETE /enrollmentGroups/{name}, GET|DELETE /faults, POST|DELETE /faults/{name},
        GET /events as server-sent events; the dashboard at /
        """;

    private readonly List<string> _devices = [];
    private readonly List<string> _names = [];
    private readonly List<string> _x509Devices = [];
    private readonly List<string> _x509Groups = [];
    private string _idScope = new EmulatorOptions().IdScope;
    private string _assignedHub = "localhost";
    private string _folder = ".iotc-emulator";
    private string? _groupKey;
    private string? _dataFile;
    private IPAddress _bind = IPAddress.Loopback;
    private int _hubPort = 8883;
    private int _dpsPort = 8443;
    private int _httpsPort = 8444;
    private int _restPort = 8088;
    private int _retryAfter = 1;

    public bool WantsHelp { get; private set; }

    public IReadOnlyList<string> Devices => _devices.Count > 0 ? _devices : ["device-1"];

    public string Folder => _folder;

    public string? DataFile => _dataFile;

    /// <summary>Devices that get a certificate.</summary>
    public IReadOnlyList<string> X509Devices => _x509Devices;

    /// <summary>Files of CAs.</summary>
    public IReadOnlyList<string> X509Groups => _x509Groups;

    /// <summary>The key given, if any.</summary>
    public string? GroupKey => _groupKey;

    /// <exception cref="FormatException">An option is unknown, lacks its value, or has a wrong one.</exception>
    public static CommandLine Parse(string[] arguments)
    {
        var line = new CommandLine();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "--help" or "-h" or "-?")
            {
                line.WantsHelp = true;
                continue;
            }

            if (i + 1 == arguments.Length)
            {
                throw new FormatException($"{arguments[i]}: unknown, or its value is missing.");
            }

            line.Set(arguments[i], arguments[++i]);
        }

        return line;
    }

    public EmulatorOptions ToOptions(string groupKey) => new()
    {
        HubPort = _hubPort,
        DpsPort = _dpsPort,
        HubHttpsPort = _httpsPort,
        RestPort = _restPort,
        IdScope = _idScope,
        GroupKey = groupKey,
        AssignedHub = _assignedHub,
        RetryAfterSeconds = _retryAfter,
        CertificateFolder = _folder,
        DataFile = _dataFile,
        BindAddress = _bind,
        ExtraNames = _names,
    };

    private void Set(string option, string value)
    {
        switch (option)
        {
            case "--hub-port": _hubPort = Number(option, value, IPEndPoint.MaxPort); break;
            case "--dps-port": _dpsPort = Number(option, value, IPEndPoint.MaxPort); break;
            case "--https-port": _httpsPort = Number(option, value, IPEndPoint.MaxPort); break;
            case "--rest-port": _restPort = Number(option, value, IPEndPoint.MaxPort); break;
            case "--retry-after": _retryAfter = Number(option, value, int.MaxValue); break;
            case "--id-scope": _idScope = value; break;
            case "--group-key": _groupKey = value; break;
            case "--device": _devices.Add(value); break;
            case "--x509-device": _x509Devices.Add(value); break;
            case "--x509-group": _x509Groups.Add(value); break;
            case "--assigned-hub": _assignedHub = value; break;
            case "--folder": _folder = value; break;
            case "--data": _dataFile = value; break;
            case "--name": _names.Add(value); break;
            case "--bind": _bind = IPAddress.TryParse(value, out IPAddress? address) ? address : throw new FormatException($"{option}: '{value}' is no address."); break;
            default: throw new FormatException($"{option}: unknown option.");
        }
    }

    private static int Number(string option, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most
            ? number
            : throw new FormatException($"{option}: '{value}' is no number it takes.");
}
