using System;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

/// <summary>Random bytes hurt nobody but their sender.</summary>
public sealed class FuzzTests : EmulatorFixture
{
    private const int Rounds = 60;

    [Test]
    public async Task RandomFramesEndTheirOwnConnectionOnly([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        EmulatedDevice good = Azure.AddDevice("good");
        EmulatedDevice bad = Azure.AddDevice("bad");
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, good, Limit);
        for (int round = 0; round < Rounds; round++)
        {
            await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
            await hub.SendAsync(RawHub.Connect(bad), Limit);
            await hub.ReceiveAsync(4, Limit);
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            try
            {
                await hub.SendAsync(RawHub.Packet((byte)random.Next(256), body), Limit);
                await hub.SendAsync([0xE0, 0], Limit);
            }
            catch (System.IO.IOException)
            {
                // closed between the two: as it should
            }

            await hub.ReceiveToEndAsync(Limit);
        }

        await client.PublishAsync("devices/good/messages/events/", "alive", Limit);
        Assert.That(client.IsConnected, Is.True, $"seed {seed}");
    }

    [Test]
    public async Task RandomConnectsAreSurvived([Values(1, 2)] int seed)
    {
        var random = new Random(seed);
        EmulatedDevice device = Azure.AddDevice("t1");
        for (int round = 0; round < Rounds; round++)
        {
            byte[] connect = RawHub.Connect(device);
            connect[random.Next(connect.Length)] ^= (byte)(1 << random.Next(8));
            await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
            await hub.SendAsync(connect, Limit);
            await hub.SendAsync([0xE0, 0], Limit);
        }

        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        Assert.That(client.IsConnected, Is.True, $"seed {seed}");
    }

    [Test]
    public async Task RandomRegistrationsAreAnswered([Values(1, 2)] int seed)
    {
        var random = new Random(seed);
        using var dps = new DpsClient(Azure);
        const string alphabet = "{}[]\":,\\u d8001e9tn\0";
        for (int round = 0; round < Rounds; round++)
        {
            string body = random.GetString(alphabet, random.Next(30));
            using System.Net.Http.HttpResponseMessage response = await dps.RegisterAsync("dev-1", Azure.DeriveDeviceKey("dev-1"), Limit, body);
            Assert.That((int)response.StatusCode, Is.EqualTo(400).Or.EqualTo(202), $"seed {seed}, round {round}: {body}");
        }

        JsonElement answer = await dps.ProvisionAsync("dev-1", Azure.DeriveDeviceKey("dev-1"), Limit);
        Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
    }
}
