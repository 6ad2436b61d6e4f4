using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>DPS over HTTPS and the hub over MQTT and WebSocket, one transport and one port for both.</summary>
public sealed class WebSocketTests : NetworkFixture
{
    [Test]
    public async Task AwaitedClientGoesThroughTheWholeCycle()
    {
        await using IoTCAsyncClient client = new(Options(), WebSocket(), Log);
        TaskCompletionSource<double> target = new(TaskCreationOptions.RunContinuationsAsynchronously);
        client.OnProperty("target", (property, _) =>
        {
            target.TrySetResult(property.Value.GetDouble());
            return ValueTask.CompletedTask;
        });
        client.OnCommand("reboot", static (command, _) =>
        {
            command.Reply(202);
            return ValueTask.CompletedTask;
        });
        await Limit.Of(20, client.ConnectAsync());
        EmulatedDevice device = Azure.Device(Id);
        await client.SendTelemetryAsync("{\"temperature\":21.5}");
        Assert.That((await device.NextTelemetryAsync()).PayloadText, Is.EqualTo("{\"temperature\":21.5}"));
        await device.SetDesiredAsync("{\"target\":22}");
        Assert.That(await target.Task.WaitAsync(TimeSpan.FromSeconds(10)), Is.EqualTo(22));
        Assert.That((await device.InvokeAsync("reboot")).Status, Is.EqualTo(202));
        await client.SendPropertyAsync("serial", "SN-1");
        Assert.That(Log.ToString(), Does.Not.Contain("8883"));
    }

    [Test]
    public void BlockingClientGoesThroughTheWholeCycle()
    {
        using IoTCClient client = new(Options(), WebSocket(), Log);
        bool wasAsked = false;
        client.OnCommand("reboot", command =>
        {
            wasAsked = true;
            command.Reply(200);
        });
        client.Connect();
        EmulatedDevice device = Azure.Device(Id);
        Assert.That(client.SendTelemetry("{\"temperature\":21.5}"), Is.True);
        Task<MethodResult> invoked = device.InvokeAsync("reboot");
        long until = Environment.TickCount64 + 20_000;
        while ((!invoked.IsCompleted || client.QueuedCount > 0) && Environment.TickCount64 < until) client.Listen(10);
        Assert.That((wasAsked, invoked.Result.Status, device.TelemetryCount), Is.EqualTo((true, 200, 1)));
        Assert.That(client.Disconnect(), Is.Zero);
    }

    [Test]
    public async Task ConnectionThatIsLostComesBack()
    {
        await using IoTCAsyncClient client = new(Options(), WebSocket(), Log);
        SemaphoreSlim connected = new(0);
        client.OnConnectionChanged(change =>
        {
            if (change.Status == ConnectionStatus.Connected) connected.Release();
        });
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(await connected.WaitAsync(20_000), Is.True);
        for (int i = 1; i <= 3; i++)
        {
            await Azure.Device(Id).DisconnectAsync();
            Assert.That(await connected.WaitAsync(20_000), Is.True, $"loss {i}");
            await client.SendTelemetryAsync("{}");
        }

        Assert.That(Azure.Device(Id).TelemetryCount, Is.EqualTo(3));
    }

    [Test]
    public async Task WrongPathSaysSo()
    {
        WebSocketTransport transport = WebSocket();
        transport.Path = "/mqtt";
        await using IoTCAsyncClient client = new(Options(), transport, Log);
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(async () => await client.ConnectAsync())!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Network));
        Assert.That(exception.Message, Does.Contain("did not accept the WebSocket").And.Contain("answered 404 to the WebSocket request for /mqtt"));
    }

    [Test]
    public async Task DeviceWithATokenMayAskForNoClientCertificate()
    {
        WebSocketTransport transport = WebSocket();
        transport.WithoutClientCertificate = true;
        await using IoTCAsyncClient client = new(Options(), transport, Log);
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(client.IsConnected, Is.True);
    }
}
