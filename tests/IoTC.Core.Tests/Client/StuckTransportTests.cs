using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>A transport whose calls never end does not hold the awaited client past its limits, in any phase; and the end is bounded too.</summary>
[TestFixture]
internal sealed class StuckTransportTests
{
    // Of virtual time; each limit of the client is far below.
    private const long LimitMs = 600_000;

    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(60);

    private ScriptedCloud _cloud = new();
    private ManualTime _time = new();
    private FaultInjectingTransport _transport = null!;

    [SuppressMessage("Structure", "NUnit1032", Justification = "Disposed in virtual time.")]
    private IoTCAsyncClient _client = null!;

    [SetUp]
    public void Make()
    {
        _cloud = new ScriptedCloud();
        _time = new ManualTime();
        _transport = new FaultInjectingTransport(new ScriptedAsyncTransport(_cloud));
        _client = new IoTCAsyncClient(ScriptedCloud.HubOptions(o => o.KeepAliveSeconds = 30), _transport, null, _time);
    }

    [TearDown]
    public async Task End()
    {
        _transport.Release.Set();
        ValueTask disposed = _client.DisposeAsync();
        await Within(disposed.AsTask());
    }

    [Test]
    public async Task OpenThatHangsEndsByItsLimit()
    {
        _transport.Hangs = FaultPoint.Open;
        IoTCException exception = await FailsAsync(_client.ConnectAsync());
        Assert.That(exception.Error, Is.EqualTo(IoTCError.TimedOut));
        _transport.Hangs = FaultPoint.None;
        await Within(_client.ConnectAsync());
        Assert.That(_client.IsConnected, Is.True, "the attempt given up does not stand in the way");
    }

    [Test]
    public async Task OpenThatBlocksHoldsNoCaller()
    {
        _transport.Blocks = FaultPoint.Open;
        using var cancellation = new CancellationTokenSource();
        Task connecting = _client.ConnectAsync(cancellation.Token);
        Assert.That(_client.QueuedCount, Is.Zero, "the lock is free");
        await cancellation.CancelAsync();
        Assert.That(async () => await connecting.WaitAsync(RealLimit), Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(FaultPoint.Send)]
    [TestCase(FaultPoint.Receive)]
    [TestCase(FaultPoint.Send | FaultPoint.Receive)]
    public async Task HandshakeThatHangsEndsByItsLimit(FaultPoint point)
    {
        _transport.Hangs = point;
        IoTCException exception = await FailsAsync(_client.ConnectAsync());
        Assert.That(exception.Error, Is.EqualTo(IoTCError.TimedOut));
    }

    [TestCase(FaultPoint.Send)]
    [TestCase(FaultPoint.Send | FaultPoint.Close)]
    public async Task ConnectionThatHangsIsNoticedAndTheEndIsBounded(FaultPoint point)
    {
        await Within(_client.ConnectAsync());
        _transport.Hangs = point;
        Task sent = _client.SendTelemetryAsync("{}").AsTask();
        await _time.AdvanceUntilAsync(() => _client.Connection.Status == ConnectionStatus.Waiting, LimitMs);
        Assert.That(_client.Connection.Error, Is.EqualTo(IoTCError.TimedOut));
        Task<int> disconnected = _client.DisconnectAsync();
        await Within(disconnected);
        Assert.That(await disconnected, Is.EqualTo(1), "what was not delivered is told");
        Assert.That(async () => await sent, Throws.TypeOf<IoTCException>());
    }

    [Test]
    public async Task CloseThatHangsHoldsNeitherDisconnectNorDispose()
    {
        await Within(_client.ConnectAsync());
        _transport.Hangs = FaultPoint.Close;
        await Within(_client.DisconnectAsync());
        await Within(_client.DisposeAsync().AsTask());
        Assert.That(_client.Connection.Status, Is.EqualTo(ConnectionStatus.Disconnected));
    }

    // The receive that hangs may still write to the engine's buffer: no other connection uses it before.
    [Test]
    public async Task TransportThatDoesNotEndItsReceiveIsNotOpenedAgain()
    {
        _transport.Hangs = FaultPoint.Receive;
        await FailsAsync(_client.ConnectAsync());
        _transport.Hangs = FaultPoint.None;
        int opens = _transport.Opens;
        IoTCException exception = await FailsAsync(_client.ConnectAsync());
        Assert.That(exception.Error, Is.EqualTo(IoTCError.TimedOut));
        Assert.That(_transport.Opens, Is.EqualTo(opens));
    }

    [Test]
    public async Task StopEndsEachPhase([Values("provisioning", "handshake", "waiting")] string phase)
    {
        await _client.DisposeAsync();
        IoTCOptions options = phase == "provisioning" ? ScriptedCloud.Options() : ScriptedCloud.HubOptions();
        _client = new IoTCAsyncClient(options, _transport, null, _time);
        Task connecting = Task.CompletedTask;
        switch (phase)
        {
            case "provisioning":
                _cloud.Dps.Then(DpsReply.Silence);
                connecting = _client.ConnectAsync();
                Assert.That(SpinWait.SpinUntil(() => HasRequest(), RealLimit), Is.True);
                break;
            case "handshake":
                _cloud.Hub.ConnackCodes.Enqueue(-1);
                connecting = _client.ConnectAsync();
                Assert.That(SpinWait.SpinUntil(() => HasPacket(), RealLimit), Is.True);
                break;
            default:
                await Within(_client.ConnectAsync());
                _transport.CutAfter(1);
                await Within(CutAsync());
                break;
        }

        await Within(_client.DisconnectAsync());
        Assert.That(_client.Connection.Status, Is.EqualTo(ConnectionStatus.Disconnected));
        if (phase == "waiting") return;
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(() => connecting)!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Stopped));
    }

    private async Task CutAsync()
    {
        _ = _client.SendTelemetryAsync("{}").AsTask().ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        while (_client.Connection.Status != ConnectionStatus.Waiting) await Task.Yield();
    }

    private bool HasRequest()
    {
        lock (_cloud) return _cloud.Requests.Any();
    }

    private bool HasPacket()
    {
        lock (_cloud) return _cloud.Packets.Any();
    }

    private async Task Within(Task task)
    {
        await _time.AdvanceUntilAsync(() => task.IsCompleted, LimitMs);
        await task;
    }

    private async Task<IoTCException> FailsAsync(Task task)
    {
        await _time.AdvanceUntilAsync(() => task.IsCompleted, LimitMs);
        return Assert.ThrowsAsync<IoTCException>(() => task)!;
    }
}
