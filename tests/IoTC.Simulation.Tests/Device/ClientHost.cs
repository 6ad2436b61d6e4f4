using System;
using System.Globalization;
using IoTC.Simulation.Tests.Cloud;

namespace IoTC.Simulation.Tests.Device;

/// <summary>The blocking client with its pump, in the loop that a program writes around it.</summary>
internal sealed class ClientHost : IDeviceHost
{
    private const int LongestListenMs = 60_000;

    private readonly SimWorld _world;
    private readonly Ledger _ledger;
    private readonly IoTCOptions _options;
    private readonly SimProgram _program;
    private readonly SimClock _clock;
    private readonly IoTCClient _client;
    private long _nextTelemetryMs = long.MaxValue;
    private long _telemetryIntervalMs;

    public ClientHost(SimWorld world, SimCloud cloud, Ledger ledger, IoTCOptions options)
    {
        _world = world;
        _ledger = ledger;
        _options = options;
        _program = new SimProgram(world);
        _clock = new SimClock(world);
        _client = new IoTCClient(options, new SimTransport(world, cloud.Network, ledger), null, _clock);
        _client.OnProperty(p =>
        {
            _ledger.Properties++;
            return true;
        });
        _client.OnCommand("go", c =>
        {
            _ledger.Commands++;
            Work();
            c.Reply(200);
        });
        _client.OnMessage(m =>
        {
            int message = int.Parse(m.GetText(), CultureInfo.InvariantCulture);
            _ledger.Messages++;
            _ledger.BeginHandler(message);
            Work();
            _ledger.EndHandler(message);
        });
        _client.OnConnectionChanged(c =>
        {
            if (c.Status == ConnectionStatus.Provisioning) _ledger.Register();
            _world.Log($"device: {c.Status} {c.Error} {c.Action} {c.RetryDelayMs} ms. {c.Message}");
        });
    }

    public bool IsConnected => _client.IsConnected;

    public string State => $"{_client.Connection.Status}: {_client.Connection}";

    public int QueuedCount => _client.QueuedCount;

    public long TelemetryIntervalMs
    {
        get => _telemetryIntervalMs;
        set
        {
            _telemetryIntervalMs = value;
            _nextTelemetryMs = value == 0 ? long.MaxValue : _world.NowMs;
        }
    }

    public void Jump(long errorMs) => _clock.ErrorMs = errorMs;

    public void Start() => _client.Connect();

    public void RunUntil(long untilMs, Func<bool>? isOver = null)
    {
        while (_world.NowMs < untilMs && (isOver == null || !isOver()))
        {
            SendTelemetry();
            long begunMs = _world.NowMs;
            long waitMs = Math.Clamp(Math.Min(untilMs, _nextTelemetryMs) - _world.NowMs, 1, LongestListenMs);
            _client.Listen((int)waitMs);
            if (_world.NowMs < begunMs + waitMs) throw new SimulationException(Invariant.NoBusyLoop, $"Listen({waitMs}) took {_world.NowMs - begunMs} ms");
        }
    }

    public bool Stop()
    {
        long begunMs = _world.NowMs;
        _client.Disconnect();
        return _client.Connection.Status == ConnectionStatus.Disconnected && _world.NowMs - begunMs <= (2 * _options.DisconnectTimeoutMs) + 1000;
    }

    // A handler runs on the client's own thread: nothing is read meanwhile.
    private void Work() => _world.RunUntil(_world.NowMs + _program.HandlerMs());

    private void SendTelemetry()
    {
        if (_world.NowMs < _nextTelemetryMs) return;
        byte[] payload = _program.MakeTelemetry(_ledger.Accepted + 1);
        if (_client.SendTelemetry(payload, 0, payload.Length)) _ledger.Accept();
        else _ledger.Refused++;
        _ledger.Queue(_client.QueuedCount);
        _nextTelemetryMs = _world.NowMs + _world.Between(_telemetryIntervalMs / 2, _telemetryIntervalMs * 3 / 2);
    }
}
