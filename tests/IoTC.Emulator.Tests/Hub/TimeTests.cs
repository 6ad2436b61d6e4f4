using System;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

/// <summary>Keep Alive and token expiry on a clock that the test moves.</summary>
public sealed class TimeTests : EmulatorFixture
{
    private static readonly byte[] Pong = [0xD0, 0];

    private readonly ManualTime _time = new();
    private EmulatedDevice _device = null!;
    private RawHub _hub = null!;

    protected override EmulatorOptions Options => new() { TimeProvider = _time, TokenGrace = TimeSpan.FromMinutes(5) };

    [SetUp]
    public async Task OpenAsync()
    {
        _device = Azure.AddDevice("t1");
        _hub = await RawHub.OpenAsync(Azure, Limit);
    }

    [TearDown]
    public async Task CloseAsync() => await _hub.DisposeAsync();

    [Test]
    public async Task SilenceOfOneAndAHalfKeepAlivesClosesTheConnection()
    {
        await ConnectAsync(keepAlive: 60, _time.GetUtcNow().AddDays(1));
        _time.Advance(TimeSpan.FromSeconds(80));
        await PingAsync();
        _time.Advance(TimeSpan.FromSeconds(80));
        await PingAsync();
        _time.Advance(TimeSpan.FromSeconds(91));
        await AssertClosedAsync("keep alive");
    }

    [Test]
    public async Task TheHubsOwnLimitCapsLongKeepAlives()
    {
        await ConnectAsync(keepAlive: 60_000, _time.GetUtcNow().AddDays(1));
        _time.Advance(TimeSpan.FromSeconds(1768));
        await AssertClosedAsync("keep alive");
    }

    [Test]
    public async Task WithoutKeepAliveSilenceIsFine()
    {
        await ConnectAsync(keepAlive: 0, _time.GetUtcNow().AddDays(1));
        _time.Advance(TimeSpan.FromHours(20));
        await PingAsync();
    }

    [Test]
    public async Task AConnectionOutlivesItsTokenByTheGrace()
    {
        await ConnectAsync(keepAlive: 0, _time.GetUtcNow().AddMinutes(60));
        _time.Advance(TimeSpan.FromMinutes(64));
        await PingAsync();
        _time.Advance(TimeSpan.FromMinutes(2));
        await AssertClosedAsync("token expired");
    }

    private async Task ConnectAsync(ushort keepAlive, DateTimeOffset expiry)
    {
        await _hub.SendAsync(RawHub.Connect(_device, keepAlive: keepAlive, expiry: expiry), Limit);
        Assert.That(await _hub.ReceiveAsync(4, Limit), Is.EqualTo(new byte[] { 0x20, 2, 0, 0 }));
        await PingAsync();   // so that the timers are known to run
    }

    private async Task PingAsync()
    {
        await _hub.SendAsync([0xC0, 0], Limit);
        Assert.That(await _hub.ReceiveAsync(2, Limit), Is.EqualTo(Pong));
    }

    private async Task AssertClosedAsync(string reason)
    {
        Assert.That(await _hub.ReceiveToEndAsync(Limit), Is.Empty);
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        Assert.That(_device.LastCloseReason, Is.EqualTo(reason));
    }
}
