using System;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What no handler gets takes nothing from the items that carry things to handlers.</summary>
[TestFixture]
internal sealed class AsyncClientAllocationTests
{
    [Test]
    public async Task PropertiesWithoutAHandlerAllocateNothing()
    {
        const int Properties = 50;
        var transport = new InlineAsyncTransport { Twin = """{"desired":{"$version":100},"reported":{"$version":1}}""" };
        await using IoTCAsyncClient client = await ConnectAsync(transport);
        client.OnProperty("known", static (_, _) => ValueTask.CompletedTask);
        string members = string.Join(",", Enumerable.Range(0, Properties).Select(i => $"\"p{i}\":{i}"));
        int version = 101;
        byte[] patch = ServerPackets.PublishOf("$iothub/twin/PATCH/properties/desired/?$version=101", $"{{{members},\"$version\":101}}");
        int inTopic = patch.AsSpan().IndexOf("=101"u8) + 1;
        int inPayload = patch.AsSpan().LastIndexOf(":101"u8) + 1;
        long bytes = Allocated.Bytes(() =>
        {
            Write(patch, inTopic, version);
            Write(patch, inPayload, version);
            version++;
            transport.Give(patch);
        });

        // The end of each patch is an item for the dispatcher, which may be the next before it has come back.
        Assert.That(bytes / 200, Is.LessThan(1000), "of a patch with 50 properties");
    }

    [Test]
    public async Task CommandsThatAreTooManyAllocateNothing()
    {
        var transport = new InlineAsyncTransport();
        await using IoTCAsyncClient client = await ConnectAsync(transport);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.OnCommand("go", async (_, _) =>
        {
            begun.TrySetResult();
            await end.Task;
        });
        byte[] request = ServerPackets.PublishOf("$iothub/methods/POST/go/?$rid=100", "");
        int number = 100;
        Invoke();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        for (int i = 0; i < AsyncDispatcher.MaxWaitingCommands; i++) Invoke();
        Assert.That(Allocated.Bytes(Invoke), Is.Zero);
        end.SetResult();

        void Invoke()
        {
            Write(request, request.Length - 3, number++);
            transport.Give(request);
        }
    }

    // Three digits.
    private static void Write(byte[] packet, int at, int number)
    {
        packet[at] = (byte)('0' + (number / 100 % 10));
        packet[at + 1] = (byte)('0' + (number / 10 % 10));
        packet[at + 2] = (byte)('0' + (number % 10));
    }

    private static async Task<IoTCAsyncClient> ConnectAsync(InlineAsyncTransport transport)
    {
        var client = new IoTCAsyncClient(ScriptedCloud.HubOptions(), transport);
        await client.ConnectAsync();
        transport.LeaveAlone();
        return client;
    }
}
