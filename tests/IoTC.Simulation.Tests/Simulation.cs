using System;
using System.Globalization;
using IoTC.Simulation.Tests.Cloud;
using IoTC.Simulation.Tests.Device;

namespace IoTC.Simulation.Tests;

/// <summary>One run: a device, its cloud, some days with faults and an end without, all drawn from the seed. The invariants are checked on the way and at the end.</summary>
internal sealed class Simulation
{
    private readonly int _seed;
    private readonly Mutation _mutation;
    private readonly SimWorld _world;
    private readonly Ledger _ledger;
    private readonly SimCloud _cloud;
    private readonly IoTCOptions _options;
    private readonly IDeviceHost _device;
    private readonly FaultPlan _plan;
    private readonly long _daysMs;
    private int _nextNumber = 1;

    public Simulation(int seed, Mutation mutation = Mutation.None, bool isLogging = false)
    {
        _seed = seed;
        _mutation = mutation;
        _world = new SimWorld(seed, isLogging);
        _ledger = new Ledger(_world);
        _cloud = new SimCloud(_world, _ledger, mutation);
        _options = MakeOptions();
        _ledger.MaxQueued = mutation == Mutation.UnlimitedQueue ? 64 : _options.MaxQueuedMessages;
        _ledger.MaxBuffer = Math.Max(_options.MaxQueuedBytes, _options.MaxPacketSize) + 4096;
        _cloud.TokenLifetimeSeconds = _options.TokenLifetimeSeconds;
        // Every third run is the blocking client's, with its pump; mutations are made at the engine's seam.
        _device = mutation == Mutation.None && seed % 3 == 0 ? new ClientHost(_world, _cloud, _ledger, _options) : new EngineHost(_world, _cloud, _ledger, _options, mutation);
        double luck = _world.Random.NextDouble();
        _daysMs = luck < 0.8 ? _world.Between(6, 24) * 3_600_000 : luck < 0.985 ? _world.Between(1, 5) * 86_400_000 : 30L * 86_400_000;
        _plan = new FaultPlan(_world, _cloud, _device, _daysMs);
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="SimulationException">An invariant does not hold.</exception>
    public SimulationResult Run()
    {
        _cloud.Twin.Reset(1, [("p0", 1)]);
        _device.Start();
        _device.RunUntil(_world.NowMs + 60_000, () => _device.IsConnected);
        if (!_device.IsConnected) throw new SimulationException(Invariant.ReadyAgain, "it does not become ready at first: " + _device.State);
        long intervalMs = _world.Spread(Math.Max(4000, _daysMs / 20_000), Math.Max(60_000, _daysMs / 200));
        _device.TelemetryIntervalMs = intervalMs;
        _plan.Start(Math.Max(200_000, _daysMs / 60));
        Operate();
        _device.RunUntil(_daysMs);
        End(intervalMs);
        return new SimulationResult(_world.NowMs, _ledger, _plan.Counts, _world.Steps);
    }

    /// <summary>The last lines of what has happened.</summary>
    public string LogText => _world.LogText;

    private void End(long intervalMs)
    {
        _plan.Heal();
        _device.Jump(_seed % 4 == 0 ? -86_400_000 : 0);
        _world.Log($"healed");
        long healedMs = _world.NowMs;
        _device.TelemetryIntervalMs = Math.Min(intervalMs, 20_000);
        _device.RunUntil(healedMs + ReadyLimitMs, () => _device.IsConnected && _cloud.Home.IsDeviceReady && _ledger.Arrived == _ledger.Accepted);
        Require(Invariant.ReadyAgain, _device.IsConnected && _cloud.Home.IsDeviceReady, $"{ReadyLimitMs} ms after the last fault: {_device.State}");
        _device.TelemetryIntervalMs = 0;
        _device.RunUntil(_world.NowMs + 1_200_000, IsAllDone);
        Require(Invariant.TelemetryArrivesInOrder, _ledger.Arrived == _ledger.Accepted, $"{_ledger.Accepted} accepted, {_ledger.Arrived} arrived");
        Require(Invariant.DesiredIsApplied, _cloud.Twin.FindUnacknowledged() == null, _cloud.Twin.FindUnacknowledged() ?? "");
        Require(Invariant.MessageIsAcknowledgedAfterItsHandler, _cloud.Home.WaitingMessages == 0, $"{_cloud.Home.WaitingMessages} messages are not acknowledged");
        _device.RunUntil(_world.NowMs + 130_000);
        _cloud.Home.CheckCommands();
        Require(Invariant.StopIsBounded, _device.Stop(), $"it does not come to its end: {_device.State}");
        Require(Invariant.DeliveryIsToldOnce, _device is ClientHost || _ledger.Completed == _ledger.Accepted, $"{_ledger.Accepted} accepted, {_ledger.Completed} told as delivered");
        Require(Invariant.DeliveryIsToldOnce, _device.QueuedCount == 0, $"{_device.QueuedCount} messages are queued at the end");
    }

    private bool IsAllDone() => _ledger.Arrived == _ledger.Accepted && _device.QueuedCount == 0 && _cloud.Twin.FindUnacknowledged() == null && _cloud.Home.WaitingMessages == 0;

    // Silence noticed, the longest pauses, the window of registrations, a registration, and two attempts that the clock spoils.
    private long ReadyLimitMs => (_options.KeepAliveSeconds * 1000L) + 120_000 + (3 * _options.ReconnectMaxDelayMs) + _options.ReprovisionMinIntervalMs + 240_000;

    private static void Require(Invariant invariant, bool condition, string message)
    {
        if (!condition) throw new SimulationException(invariant, message);
    }

    // What the operator does.
    private void Operate()
    {
        long meanMs = Math.Max(300_000, _daysMs / 100);
        if (_world.NowMs >= _daysMs) return;
        string number = _nextNumber++.ToString(CultureInfo.InvariantCulture);
        switch (_world.Random.Next(3))
        {
            case 0:
                _cloud.Home.SetDesired("p" + _world.Random.Next(6).ToString(CultureInfo.InvariantCulture), _world.Random.Next(1000));
                break;
            case 1:
                _cloud.Home.TryInvoke(number, _world.Chance(0.2));
                break;
            default:
                _cloud.Home.Send(_nextNumber);
                break;
        }

        _world.After(_world.Spread(meanMs / 10, meanMs * 2), Operate);
    }

    private IoTCOptions MakeOptions()
    {
        int[] keepAlives = [30, 60, 120, 240, 1177];
        int[] lifetimes = [600, 3600, 3600, 86_400];
        var options = new IoTCOptions
        {
            IdScope = SimDps.IdScope,
            DeviceId = SimCloud.DeviceId,
            Credential = DeviceCredential.DeviceKey(SimCloud.Key),
            ProvisioningHost = SimDps.Host,
            ContentType = "",
            ContentEncoding = "",
            RandomSeed = _seed + 1,
            KeepAliveSeconds = keepAlives[_world.Random.Next(keepAlives.Length)],
            TokenLifetimeSeconds = lifetimes[_world.Random.Next(lifetimes.Length)],
            ReconnectMaxDelayMs = _world.Chance(0.5) ? 300_000 : 60_000,
            MaxQueuedMessages = (int)_world.Spread(64, 4096),
            MaxQueuedBytes = (int)_world.Spread(64 * 1024, 1024 * 1024),
            MaxInflight = (int)_world.Spread(1, 64),
            ReceiveBufferSize = (int)_world.Spread(64, 4096),
        };
        switch (_mutation)
        {
            case Mutation.UnlimitedQueue:
                options.MaxQueuedMessages = 65_534;
                break;
            case Mutation.ResetWhenReady:
                options.StableAfterMs = 0;
                break;
            case Mutation.NoBackoff:
                options.ReconnectMinDelayMs = options.ReconnectMaxDelayMs = 100;
                break;
            case Mutation.NoRegistrationWindow:
                options.ReprovisionMinIntervalMs = 0;
                break;
            case Mutation.NoReconnect:
                options.AutoReconnect = false;
                break;
            case Mutation.NoSilenceLimits:
                options.PingTimeoutMs = options.AcknowledgeTimeoutMs = options.TwinTimeoutMs = int.MaxValue;
                break;
            case Mutation.NoOpenLimit:
                options.OpenTimeoutMs = int.MaxValue;
                break;
            case Mutation.NoReprovisioning:
                options.HubHost = "hub-a.example";
                break;
        }

        return options;
    }
}
