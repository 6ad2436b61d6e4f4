using System;
using System.Collections.Generic;
using IoTC.Engine;

namespace IoTC.Fuzz.Targets;

/// <summary>A whole device whose servers say anything: DPS, the hub before it is ready, and after. The first byte chooses.</summary>
internal sealed class DeviceEngineTarget : FuzzTarget
{
    public override string Name => "engine";

    public override bool IsStream => true;

    public override int Rounds => 8_000;

    public override long BaseAllocation => 512 * 1024;

    public override long AllocationPerByte => 512;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return [0, .. "HTTP/1.1 200 OK\r\nContent-Length: 92\r\n\r\n{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"h.example\",\"deviceId\":\"d\"}}       "u8];
            yield return [0, .. "HTTP/1.1 202 Accepted\r\nRetry-After: 3\r\nContent-Length: 43\r\n\r\n{\"operationId\":\"4.d\",\"status\":\"assigning\"}  "u8];
            yield return [0, .. "HTTP/1.1 401 Unauthorized\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 40\r\n\r\n{\"errorCode\":401002,\"message\":\"expired\"} "u8];
            yield return [1, 0x20, 2, 0, 0, 0x90, 6, 0, 1, 0, 0, 0, 1];
            foreach (byte[] message in HubMessages) yield return [2, .. message];
        }
    }

    public override IReadOnlyList<byte[]> Words => [.. JsonSeeds.Words, [.. "$iothub/"u8], [.. "?$rid=1"u8], [.. "&$version=4"u8], [.. "HTTP/1.1 200 OK\r\n"u8]];

    private static byte[][] HubMessages =>
    [
        MqttStreams.Publish(0, 0, [.. "$iothub/methods/POST/comp*reboot/?$rid=7"u8], [.. "{\"a\":1}"u8]),
        MqttStreams.Publish(0, 0, [.. "$iothub/twin/PATCH/properties/desired/?$version=4"u8], [.. "{\"a\":{\"value\":1},\"$version\":4}"u8]),
        MqttStreams.Publish(0, 0, [.. "$iothub/twin/PATCH/properties/desired/?$version=9"u8], [.. "{\"$version\":9}"u8]),
        MqttStreams.Publish(2, 1, [.. "devices/d/messages/devicebound/%24.mid=1&method-name=Commands%3Ax"u8], [.. "@"u8]),
        MqttStreams.Publish(2, 2, [.. "devices/d/messages/devicebound/k=v"u8], [.. "hello"u8]),
        MqttStreams.Publish(0, 0, [.. "$iothub/twin/res/204/?$rid=2&$version=5"u8], []),
        MqttStreams.Publish(0, 0, [.. "$iothub/twin/res/429/?$rid=2"u8], [.. "{\"message\":\"slow\"}"u8]),
        [0x40, 2, 0, 2],
    ];

    public override byte[]? Invent(Random random)
    {
        if (random.Next(4) == 0) return null;
        var stream = new List<byte> { 2 };
        for (int i = random.Next(1, 6); i > 0; i--) stream.AddRange(random.Next(5) == 0 ? MqttStreams.Invent(random) : HubMessages[random.Next(HubMessages.Length)]);
        return [.. stream];
    }

    public override void Run(FuzzInput input, Trace trace)
    {
        int phase = input.Choice % 3;
        input.SkipChoice();
        var options = new IoTCOptions
        {
            IdScope = "0ne",
            DeviceId = "d",
            Credential = DeviceCredential.DeviceKey("MTIzNDU2Nzg5MGFiY2RlZg=="),
            HubHost = phase == 0 ? "" : "h.example",
            RandomSeed = 1,
            ReceiveBufferSize = 256,
        };
        var driver = new EngineDriver(new DeviceEngine(options), trace, phase != 0);
        driver.Start();
        if (phase == 2) driver.MakeReady();
        driver.FeedAll(input);
        driver.Finish();
    }
}
