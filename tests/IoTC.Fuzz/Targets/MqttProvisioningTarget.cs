using System;
using System.Collections.Generic;
using IoTC.Engine;

namespace IoTC.Fuzz.Targets;

/// <summary>A device that registers over MQTT with a DPS that says anything: before CONNACK, before SUBACK, and to its first request. The first byte chooses.</summary>
internal sealed class MqttProvisioningTarget : FuzzTarget
{
    private static readonly byte[] Connack = [0x20, 2, 0, 0];
    private static readonly byte[] Suback = [0x90, 3, 0, 1, 1];

    public override string Name => "provisioning-mqtt";

    public override bool IsStream => true;

    public override int Rounds => 12_000;

    public override long BaseAllocation => 512 * 1024;

    public override long AllocationPerByte => 512;

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            yield return [0, .. Connack, .. Suback];
            yield return [0, 0x20, 2, 0, 5];
            yield return [1, .. Suback];
            yield return [1, 0x90, 3, 0, 1, 0x80];
            foreach (byte[] answer in Answers) yield return [2, .. answer];
        }
    }

    public override IReadOnlyList<byte[]> Words =>
        [.. JsonSeeds.Words, [.. "$dps/registrations/res/"u8], [.. "200/?$rid=1"u8], [.. "&retry-after=3"u8], [.. "\"status\":\"assigning\""u8], [.. "\"operationId\":"u8]];

    private static byte[][] Answers =>
    [
        MqttStreams.Publish(2, 1, [.. "$dps/registrations/res/202/?$rid=1&retry-after=3"u8], [.. "{\"operationId\":\"4.1\",\"status\":\"assigning\"}"u8]),
        MqttStreams.Publish(0, 0, [.. "$dps/registrations/res/202/?retry-after=60&$rid=1"u8], [.. "{\"status\":\"unassigned\"}"u8]),
        MqttStreams.Publish(2, 2, [.. "$dps/registrations/res/200/?$rid=1"u8], [.. "{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"h.example\",\"deviceId\":\"d\"}}"u8]),
        MqttStreams.Publish(0, 0, [.. "$dps/registrations/res/401/?$rid=1"u8], [.. "{\"errorCode\":401002,\"message\":\"Unauthorized\"}"u8]),
        MqttStreams.Publish(0, 0, [.. "$dps/registrations/res/429/?$rid=1&Retry-After=1"u8], []),
        MqttStreams.Publish(0, 0, [.. "$dps/registrations/res/200/?$rid=7"u8], [.. "{}"u8]),
        [0x40, 2, 0, 2],
    ];

    public override byte[]? Invent(Random random)
    {
        if (random.Next(4) == 0) return null;
        var stream = new List<byte> { 2 };
        for (int i = random.Next(1, 6); i > 0; i--) stream.AddRange(random.Next(5) == 0 ? MqttStreams.Invent(random) : Answers[random.Next(Answers.Length)]);
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
            ProvisioningTransport = ProvisioningTransport.Mqtt,
            RandomSeed = 1,
            ReceiveBufferSize = 256,
        };
        var driver = new EngineDriver(new DeviceEngine(options), trace, true);
        driver.Start();
        if (phase > 0) driver.Feed(Connack, 0, Connack.Length);
        if (phase > 1) driver.Feed(Suback, 0, Suback.Length);
        driver.FeedAll(input);
        driver.Finish();
    }
}
