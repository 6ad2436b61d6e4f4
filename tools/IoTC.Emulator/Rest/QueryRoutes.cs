using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IoTC.Emulator.Rest;

/// <summary><c>POST /devices/query</c>, as far as tools need it: all twins, or the one of a device.</summary>
internal static partial class QueryRoutes
{
    public static IEnumerable<RestRoute> Create(IoTCEmulator emulator) =>
    [
        new("POST", "/devices/query", request => Query(emulator, request)),
    ];

    private static RestResult Query(IoTCEmulator emulator, RestRequest request)
    {
        Match match = SelectDevices().Match(request.Text("query") ?? "");
        if (!match.Success)
        {
            return RestResult.Error(400, "ArgumentInvalid", "Only SELECT * FROM devices [WHERE deviceId = '…'] is understood.");
        }

        Group id = match.Groups["id"];
        return RestResult.Ok(new JsonArray([.. emulator.Devices.Where(device => !id.Success || device.DeviceId == id.Value).Select(TwinRoutes.Describe)]));
    }

    [GeneratedRegex(@"^\s*SELECT\s+\*\s+FROM\s+devices(\s+WHERE\s+(devices\.)?deviceId\s*=\s*'(?<id>[^']*)')?\s*;?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SelectDevices();
}
