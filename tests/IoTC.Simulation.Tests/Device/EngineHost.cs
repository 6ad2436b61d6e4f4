using System;
using System.Globalization;
using IoTC.Engine;
using IoTC.Simulation.Tests.Cloud;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Device;

/// <summary>The engine, driven as the awaited client drives it: handlers take their time beside it, and acknowledge and answer when they have ended.</summary>
internal sealed partial class EngineHost : IDeviceHost
{
    private readonly SimWorld _world;
    private readonly SimCloud _cloud;
    private readonly Ledger _ledger;
    private readonly Mutation _mutation;
    private readonly SimProgram _program;
    private readonly IoTCOptions _options;
    private readonly DeviceEngine _engine;
    private readonly DeviceEvent _event = new();
    private SimLink? _link;
    private int _openings;      // counts attempts, so that one given up is known when it is decided
    private bool _isPumping;
    private bool _isStopped;
    private long _wakeMs = long.MaxValue;
    private long _clockErrorMs;
    private long _telemetryIntervalMs;
    private string _lastMessage = "";

    public EngineHost(SimWorld world, SimCloud cloud, Ledger ledger, IoTCOptions options, Mutation mutation)
    {
        _world = world;
        _cloud = cloud;
        _ledger = ledger;
        _mutation = mutation;
        _options = options;
        _program = new SimProgram(world);
        _engine = new DeviceEngine(options);
    }

    public bool IsConnected => _engine.IsConnected;

    public string State => $"{_engine.Status}: {_lastMessage}";

    public int QueuedCount => _engine.QueuedCount;

    public long TelemetryIntervalMs
    {
        get => _telemetryIntervalMs;
        set
        {
            bool begins = _telemetryIntervalMs == 0 && value > 0;
            _telemetryIntervalMs = value;
            if (begins) SendTelemetry();
        }
    }

    public void Jump(long errorMs) => _clockErrorMs = errorMs;

    public void Start()
    {
        SetUtc();
        _engine.Start(_world.NowMs);
        Pump();
    }

    public void RunUntil(long untilMs, Func<bool>? isOver = null) => _world.RunUntil(untilMs, isOver);

    public bool Stop()
    {
        _engine.Stop(_world.NowMs);
        _isStopped = _mutation == Mutation.NoWorkAfterStop;
        Pump();
        _world.RunUntil(_world.NowMs + _options.DisconnectTimeoutMs + 1, () => _engine.Status == ConnectionStatus.Disconnected);
        return _engine.Status == ConnectionStatus.Disconnected;
    }

    private void SetUtc() => _engine.SetUtcNow(_world.UtcMs + _clockErrorMs, _world.NowMs);

    private void SendTelemetry()
    {
        if (_telemetryIntervalMs == 0) return;
        byte[] payload = _program.MakeTelemetry(_ledger.Accepted + 1);
        IoTCError error = _engine.TrySendTelemetry(payload, 0, payload.Length, null, _ledger.Accepted + 1);
        if (error == IoTCError.None) _ledger.Accept();
        else _ledger.Refused++;
        _ledger.Queue(_engine.QueuedCount);
        Pump();
        _world.After(_world.Between(_telemetryIntervalMs / 2, _telemetryIntervalMs * 3 / 2), SendTelemetry);
    }

    private void Pump()
    {
        if (_isPumping || _isStopped) return;
        _isPumping = true;
        bool worked = true;
        while (worked)
        {
            worked = ReadEvents();
            worked |= MoveOutput();
            worked |= MoveInput();
        }

        _isPumping = false;
        Arm();
    }

    // One wake-up at a time; one that comes too early sets the next.
    private void Arm()
    {
        long dueMs = _mutation == Mutation.BusyLoop ? _world.NowMs + 1 : _engine.NextDeadlineMs;
        if (dueMs >= _wakeMs) return;
        _wakeMs = dueMs;
        _world.After(dueMs - _world.NowMs, () => Wake(dueMs));
    }

    private void Wake(long dueMs)
    {
        if (_isStopped || dueMs != _wakeMs) return;
        _wakeMs = long.MaxValue;
        if (_world.NowMs >= _engine.NextDeadlineMs || _mutation == Mutation.BusyLoop)
        {
            _ledger.Call();
            _engine.HandleTimeout(_world.NowMs);
            Pump();
        }
        else
        {
            Arm();
        }
    }

    private bool ReadEvents()
    {
        bool any = false;
        while (_engine.TryReadEvent(_event))
        {
            any = true;
            Handle(_event);
        }

        return any;
    }

    private void Open(string host)
    {
        int opening = ++_openings;
        SetUtc();
        _cloud.Network.Open(host, (status, link) =>
        {
            if (opening != _openings)
            {
                link?.Close();
                return;
            }

            if (link == null)
            {
                _engine.HandleTransportFailed(status, "", _world.NowMs);
            }
            else
            {
                _link = link;
                link.News = Pump;
                _engine.HandleOpened(_world.NowMs);
            }

            Pump();
        });
    }

    private void Close()
    {
        _openings++;
        if (_link == null) return;
        _link.News = static () => { };
        _link.Close();
        _link = null;
    }

    private bool MoveOutput()
    {
        bool any = false;
        while (_link is { } link && _engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            _ledger.Buffer(buffer.Length);
            int sent = _mutation is Mutation.AcknowledgedWhenSent or Mutation.SwappedPackets ? SendMutated(link, buffer.AsSpan(offset, count)) : link.Send(buffer.AsSpan(offset, count));
            if (sent == 0)
            {
                // Somebody has to come back when there is room.
                if (_cloud.Network.IsStalled) _world.After(_cloud.Network.StalledUntilMs - _world.NowMs, Pump);
                return any;
            }

            any = true;
            if (sent > 0)
            {
                _engine.AdvanceOutput(sent, _world.NowMs);
                continue;
            }

            Fail(sent);
        }

        return any;
    }

    private bool MoveInput()
    {
        if (_link is not { HasNews: true } link) return false;
        _engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
        _ledger.Buffer(buffer.Length);
        if (count == 0) return false;
        int received = link.Receive(buffer.AsSpan(offset, count));
        if (received > 0) _engine.CommitReceived(received, _world.NowMs);
        else Fail(received);
        return true;
    }

    private void Fail(int status)
    {
        Close();
        _engine.HandleTransportFailed(status, "", _world.NowMs);
    }

    private void Handle(DeviceEvent e)
    {
        switch (e.Type)
        {
            case DeviceEventType.OpenTransport:
                Open(e.Host);
                break;
            case DeviceEventType.CloseTransport:
                Close();
                break;
            case DeviceEventType.StatusChanged:
                _lastMessage = e.Message;
                if (e.Status == ConnectionStatus.Provisioning) _ledger.Register();
                _world.Log($"device: {e.Status} {e.Error} {e.Action} {e.RetryDelayMs} ms. {e.Message}");
                break;
            case DeviceEventType.TelemetryCompleted:
                _ledger.Complete(e.Token);
                break;
            case DeviceEventType.TelemetryDropped:
                throw new SimulationException(Invariant.TelemetryArrivesInOrder, $"message {e.Token} is given up");
            case DeviceEventType.DesiredProperty:
                _ledger.Properties++;
                _world.Log($"device: {e.GetName()} = {e.GetPayloadString()} v{e.Version}");
                _engine.AcknowledgeProperty(e.Buffer, e.ComponentOffset, e.ComponentCount, e.NameOffset, e.NameCount, e.PayloadOffset, e.PayloadCount, e.Version, 200, "");
                break;
            case DeviceEventType.DesiredCompleted:
                if (_mutation != Mutation.NoPropertyAcknowledgement) _engine.FlushAcknowledgements();
                break;
            case DeviceEventType.Command:
                HandleCommand(e);
                break;
            case DeviceEventType.CloudMessage:
                HandleMessage(e);
                break;
        }
    }

    private void HandleCommand(DeviceEvent e)
    {
        _ledger.Commands++;
        byte[] requestId = e.Buffer[e.RequestIdOffset..(e.RequestIdOffset + e.RequestIdCount)];
        if (_mutation == Mutation.NotAnswered) return;
        _world.After(_program.HandlerMs(), () =>
        {
            for (int i = _mutation == Mutation.AnsweredTwice ? 0 : 1; i < 2; i++) _engine.TryReply(requestId, 0, requestId.Length, 200, [], 0, 0);
            Pump();
        });
    }

    private void HandleMessage(DeviceEvent e)
    {
        _ledger.Messages++;
        int message = int.Parse(e.GetPayloadString(), CultureInfo.InvariantCulture);
        int token = e.AcknowledgeToken;
        e.DeferAcknowledge = _mutation != Mutation.EarlyPuback;
        _ledger.BeginHandler(message);
        _world.After(_program.HandlerMs(), () =>
        {
            _ledger.EndHandler(message);
            if (_mutation is Mutation.EarlyPuback or Mutation.NoPuback) return;
            _engine.AcknowledgeMessage(token);
            Pump();
        });
    }
}
