using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>In steady state nothing is allocated: counted on the blocking client's own thread, over TLS, against the emulator.</summary>
[NonParallelizable]
public sealed class AllocationTests() : DeviceFixture(ClientKind.Blocking)
{
    private const int Rounds = 20;

    private readonly byte[] _payload = "{\"temperature\":21.5,\"humidity\":48}"u8.ToArray();
    private readonly byte[] _answer = "{\"done\":true}"u8.ToArray();

    [Test]
    public void Telemetry_allocates_nothing()
    {
        using IoTCClient client = Connect();
        var properties = new MessageProperties { { "alert", "high" } };
        Assert.That(LeastAllocated(() => SendAll(client, 100, properties)), Is.Zero, "bytes for 100 messages");
        Assert.That(Twin.TelemetryCount, Is.GreaterThanOrEqualTo(100));
    }

    [Test]
    public void Received_commands_allocate_nothing()
    {
        using IoTCClient client = Connect();
        int answered = 0;
        client.OnCommand("work", command =>
        {
            command.Reply(200, _answer, 0, _answer.Length);
            answered++;
        });

        long least = LeastAllocated(
            () => Listen(client, ref answered),
            prepare: () =>
            {
                answered = 0;
                return Task.Run(() => InvokeAllAsync(Twin, 20));
            });
        Assert.That(least, Is.Zero, "bytes for 20 commands");
    }

    [Test]
    public void Listening_in_vain_allocates_nothing()
    {
        using IoTCClient client = Connect();
        Assert.That(LeastAllocated(() => client.Listen(5)), Is.Zero);
    }

    private IoTCClient Connect()
    {
        var client = new IoTCClient(Options(), Transport());
        client.Connect();
        return client;
    }

    private void SendAll(IoTCClient client, int count, MessageProperties properties)
    {
        for (int i = 0; i < count; i++)
        {
            while (!client.SendTelemetry(_payload, 0, _payload.Length, properties)) client.Listen(1);
            client.Listen(0);
        }

        long end = Environment.TickCount64 + 10_000;
        while (client.QueuedCount > 0 && Environment.TickCount64 < end) client.Listen(1);
        if (client.QueuedCount > 0) Assert.Fail("The emulator did not acknowledge in time.");
    }

    private static void Listen(IoTCClient client, ref int answered)
    {
        long end = Environment.TickCount64 + 10_000;
        while (Volatile.Read(ref answered) < 20 && Environment.TickCount64 < end) client.Listen(1);
        client.Listen(0);
        if (Volatile.Read(ref answered) < 20) Assert.Fail("The commands did not come in time.");
    }

    private static async Task InvokeAllAsync(EmulatedDevice device, int count)
    {
        for (int i = 0; i < count; i++) Assert.That((await device.InvokeAsync("work", "{\"level\":3}")).Status, Is.EqualTo(200));
    }

    // The least of some rounds: the first ones make buffers and compile; a rare background allocation on this thread is no steady state.
    private static long LeastAllocated(Action work, Func<Task>? prepare = null)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Rounds && least > 0; i++)
        {
            Task other = prepare?.Invoke() ?? Task.CompletedTask;
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            other.Wait(TimeSpan.FromSeconds(10));
        }

        return least;
    }
}
