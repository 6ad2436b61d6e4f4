using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Engine;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>Drives an engine against the scripted cloud through the seam alone, on a clock that moves only when it is told to.</summary>
internal sealed class EngineDriver
{
    /// <summary>2026-09-21 in the world outside.</summary>
    public const long StartUtcMs = 1_790_000_000_000;

    private const long StartMs = 5_000;

    private readonly DeviceEvent _event = new();
    private CloudConnection? _connection;
    private bool _isOpenAsked;
    private string _host = "";
    private int _port;

    public EngineDriver(ScriptedCloud cloud, IoTCOptions? options = null, Fragmentation? fragmentation = null)
    {
        Cloud = cloud;
        Engine = new DeviceEngine(options ?? ScriptedCloud.Options());
        Fragmentation = fragmentation ?? Fragmentation.Whole;
    }

    public ScriptedCloud Cloud { get; }

    public DeviceEngine Engine { get; }

    public Fragmentation Fragmentation { get; }

    public long NowMs { get; private set; } = StartMs;

    /// <summary>How far the device's own clock is from the world's.</summary>
    public long ClockErrorMs { get; set; }

    public long ServerUtcSeconds => (StartUtcMs + NowMs - StartMs) / 1000;

    public List<string> Events { get; } = [];

    /// <summary>Messages of status changes.</summary>
    public List<string> Messages { get; } = [];

    public List<long> RetryDelaysMs { get; } = [];

    /// <summary>Of status changes.</summary>
    public List<RecommendedAction> Actions { get; } = [];

    public int Timeouts { get; private set; }

    /// <summary>Sees each event while it is valid; acknowledges and replies.</summary>
    public Action<EngineDriver, DeviceEvent> OnEvent { get; set; } = (_, _) => { };

    /// <summary>Acknowledges properties with 200 and answers commands with 200, as a polite device does.</summary>
    public static void Polite(EngineDriver driver, DeviceEvent e)
    {
        if (e.Type == DeviceEventType.DesiredProperty) driver.Acknowledge(e, 200, "");
        if (e.Type == DeviceEventType.DesiredCompleted) driver.Engine.FlushAcknowledgements();
        if (e.Type == DeviceEventType.Command && e.RequestIdCount > 0) driver.Engine.TryReply(e.Buffer, e.RequestIdOffset, e.RequestIdCount, 200, [], 0, 0);
    }

    public void Acknowledge(DeviceEvent e, int code, string description)
        => Engine.AcknowledgeProperty(e.Buffer, e.ComponentOffset, e.ComponentCount, e.NameOffset, e.NameCount, e.PayloadOffset, e.PayloadCount, e.Version, code, description);

    public EngineDriver Start()
    {
        SetUtc();
        Engine.Start(NowMs);
        Pump();
        return this;
    }

    /// <summary>Starts, and goes on until the device is connected.</summary>
    public EngineDriver StartReady()
    {
        Start();
        StartedReady();
        return this;
    }

    /// <summary>Goes on until the device is connected.</summary>
    public void StartedReady()
    {
        RunUntil(() => Engine.IsConnected, 200_000);
        Assert.That(Engine.Status, Is.EqualTo(ConnectionStatus.Connected), () => string.Join("\n", Messages));
    }

    public void Stop()
    {
        Engine.Stop(NowMs);
        Pump();
    }

    public void Send(string payload, int token = 0, MessageProperties? properties = null)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(payload);
        Assert.That(Engine.TrySendTelemetry(bytes, 0, bytes.Length, properties, token), Is.EqualTo(IoTCError.None));
        Pump();
    }

    public IoTCError Report(string json, int token = 0)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(json);
        IoTCError error = Engine.TrySendReported(bytes, 0, bytes.Length, token);
        Pump();
        return error;
    }

    /// <summary>The cloud ends the connection.</summary>
    public void Lose(int status = TransportStatus.Reset)
    {
        Cloud.Current.Close(status);
        Pump();
    }

    /// <summary>Lets time go by, and does what is due on the way.</summary>
    public void Advance(long milliseconds)
    {
        long until = NowMs + milliseconds;
        while (Step(until))
        {
        }
    }

    public bool RunUntil(Func<bool> condition, long limitMs)
    {
        long until = NowMs + limitMs;
        while (!condition() && Step(until))
        {
        }

        return condition();
    }

    /// <summary>Moves bytes and events until nothing more happens at this moment.</summary>
    public void Pump()
    {
        for (int round = 0; round < 100_000; round++)
        {
            bool worked = ReadEvents();
            worked |= OpenIfAsked();
            worked |= MoveOutput();
            worked |= MoveInput();
            if (!worked) return;
        }

        Assert.Fail("It never comes to rest.");
    }

    // False when the time is over.
    private bool Step(long until)
    {
        long due = Engine.NextDeadlineMs;
        if (due > until)
        {
            NowMs = until;
            return false;
        }

        NowMs = Math.Max(NowMs, due);
        Engine.HandleTimeout(NowMs);
        if (++Timeouts > 1_000_000) Assert.Fail("A busy loop.");
        Pump();
        return true;
    }

    private void SetUtc() => Engine.SetUtcNow((ServerUtcSeconds * 1000) + ClockErrorMs, NowMs);

    private bool ReadEvents()
    {
        bool any = false;
        while (Engine.TryReadEvent(_event))
        {
            any = true;
            Events.Add(_event.Type == DeviceEventType.Assigned ? $"assigned {Engine.Assignment!.HubHost} {Engine.Assignment.DeviceId}" : EventText.Of(_event));
            Handle(_event);
            OnEvent(this, _event);
        }

        return any;
    }

    private void Handle(DeviceEvent e)
    {
        switch (e.Type)
        {
            case DeviceEventType.OpenTransport:
                Assert.That(_connection, Is.Null, "Opened before the one before was closed.");
                (_isOpenAsked, _host, _port) = (true, e.Host, e.Port);
                break;
            case DeviceEventType.CloseTransport:
                if (_connection != null) _connection.IsClosedByClient = true;
                (_isOpenAsked, _connection) = (false, null);
                break;
            case DeviceEventType.StatusChanged:
                Messages.Add(e.Message);
                Actions.Add(e.Action);
                if (e.Status == ConnectionStatus.Waiting) RetryDelaysMs.Add(e.RetryDelayMs);
                break;
        }
    }

    private bool OpenIfAsked()
    {
        if (!_isOpenAsked) return false;
        _isOpenAsked = false;
        SetUtc();
        int status = Cloud.Open(_host, _port);
        if (status == TransportStatus.Pending) return true;
        if (status < 0) Engine.HandleTransportFailed(status, "", NowMs);
        else
        {
            _connection = Cloud.Current;
            Engine.HandleOpened(NowMs);
        }

        return true;
    }

    private bool MoveOutput()
    {
        bool any = false;
        while (_connection is { } connection && Engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            any = true;
            int sent = Math.Min(count, Fragmentation.MaxSend);
            Cloud.Write(connection, buffer.AsSpan(offset, sent));
            Engine.AdvanceOutput(sent, NowMs);
            ReadEvents();
        }

        return any;
    }

    private bool MoveInput()
    {
        if (_connection is not { } connection) return false;
        if (connection.HasBytes)
        {
            byte[] piece = connection.Take();
            int at = 0;
            foreach (int length in Fragmentation.Cut(piece.Length).ToArray())
            {
                Receive(connection, piece.AsSpan(at, length));
                at += length;
            }

            return true;
        }

        if (connection.CloseStatus is not { } status) return false;
        _connection = null;
        Engine.HandleTransportFailed(status, "", NowMs);
        return true;
    }

    private void Receive(CloudConnection connection, ReadOnlySpan<byte> bytes)
    {
        for (int round = 0; bytes.Length > 0 && _connection == connection; round++)
        {
            Engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
            int taken = Math.Min(count, bytes.Length);
            bytes[..taken].CopyTo(buffer.AsSpan(offset));
            bytes = bytes[taken..];
            if (taken > 0) Engine.CommitReceived(taken, NowMs);
            ReadEvents();
            MoveOutput();
            Assert.That(round, Is.LessThan(1_000_000), "The receive window stays shut.");
        }
    }
}
