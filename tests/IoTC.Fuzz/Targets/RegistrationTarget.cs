using System.Collections.Generic;
using IoTC.Provisioning;

namespace IoTC.Fuzz.Targets;

/// <summary>Bodies of DPS.</summary>
internal sealed class RegistrationTarget : FuzzTarget
{
    public override string Name => "registration";

    public override int Rounds => 80_000;

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "{\"operationId\":\"4.1\",\"status\":\"assigning\"}"u8],
        [.. "{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"h.azure-devices.net\",\"deviceId\":\"d\",\"substatus\":\"initialAssignment\",\"payload\":{\"a\":1}}}"u8],
        [.. "{\"errorCode\":401002,\"trackingId\":\"t\",\"message\":\"Unauthorized\"}"u8],
        [.. "{\"Message\":\"{\\\"errorCode\\\":429001,\\\"message\\\":\\\"{\\\\\\\"errorCode\\\\\\\":1}\\\"}\"}"u8],
        [.. "{\"status\":\"failed\",\"registrationState\":{\"errorCode\":1e9,\"errorMessage\":\"x\",\"payload\":null}}"u8],
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        .. JsonSeeds.Words, [.. "\"registrationState\":{"u8], [.. "\"errorCode\":"u8], [.. "\"message\":\"{"u8], [.. "\"payload\":"u8], [.. "\"status\":\"assigned\""u8],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        var result = new RegistrationResult();
        trace.Add(result.TryRead(input.Buffer, input.Offset, input.Count));
        trace.Add((int)result.Status);
        trace.Add(result.OperationId);
        trace.Add(result.AssignedHub);
        trace.Add(result.DeviceId);
        trace.Add(result.Substatus);
        trace.Add(result.Payload);
        trace.Add(result.ErrorCode);
        trace.Add(result.ErrorMessage);
        trace.Add(result.TrackingId);
    }
}
