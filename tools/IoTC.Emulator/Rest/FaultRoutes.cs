using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace IoTC.Emulator.Rest;

/// <summary><c>/faults</c>: what goes wrong on purpose, for clients under test in another process.</summary>
internal sealed class FaultRoutes(IoTCEmulator emulator)
{
    private readonly FaultSwitch[] _switches = FaultTable.Create(emulator);

    public IEnumerable<RestRoute> Create() =>
    [
        new("GET", "/faults", _ => RestResult.Ok(Describe())),
        new("POST", "/faults/{id}", Set),
        new("DELETE", "/faults/{id}", Clear),
        new("DELETE", "/faults", _ =>
        {
            emulator.Faults.Clear();
            emulator.ClockSkew = TimeSpan.Zero;
            return RestResult.Done;
        }),
    ];

    /// <summary>Every fault, and how much of it is left.</summary>
    public JsonNode Describe() => new JsonArray([.. _switches.Select(Describe)]);

    private static JsonNode Describe(FaultSwitch fault) => new JsonObject
    {
        ["fault"] = fault.Name,
        ["text"] = fault.Text,
        ["counts"] = fault.Counts,
        ["argument"] = fault.Argument,
        ["default"] = fault.Default,
        ["left"] = fault.Left(),
    };

    private RestResult Set(RestRequest request)
    {
        int count = request.Number("count") ?? 1;
        if (Find(request) is not { } fault)
        {
            return NotFound();
        }

        fault.Set(request, count);
        return RestResult.Ok(new JsonObject { ["fault"] = request.Id, ["count"] = count });
    }

    private RestResult Clear(RestRequest request)
    {
        if (Find(request) is not { } fault)
        {
            return NotFound();
        }

        fault.Clear();
        return RestResult.Done;
    }

    private FaultSwitch? Find(RestRequest request) => Array.Find(_switches, fault => fault.Name == request.Id);

    private static RestResult NotFound() => RestResult.Error(404, "NotFound", "No such fault.");
}
