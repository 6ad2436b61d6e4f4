using System;
using System.Collections.Generic;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>A session, a scripted server and a virtual clock in one hand. Nothing is left unlooked at: <see cref="Finish"/> wants every packet and event expected.</summary>
internal sealed partial class SessionScript
{
    private readonly Feeding _feeding;
    private readonly Queue<byte> _wire = new();
    private readonly List<byte> _sent = [];
    private readonly List<string> _events = [];
    private readonly MqttEvent _event = new();
    private int _fed;

    public SessionScript(MqttSessionOptions options, Feeding? feeding = null)
    {
        _feeding = feeding ?? Feeding.Whole;
        Options = options;
        Session = new MqttSession(options);
    }

    public MqttSessionOptions Options { get; }

    public MqttSession Session { get; }

    public long Now { get; private set; } = 1_000_000;

    /// <summary>Runs inside each event, as an application's handler does.</summary>
    public Action<MqttEvent>? Handler { get; set; }

    /// <summary>The transport takes nothing.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Bytes that the server has sent in all.</summary>
    public int Received { get; private set; }

    /// <summary>Settings for tests: client <c>c</c>, no Keep Alive, state kept.</summary>
    public static MqttSessionOptions Settings(bool clean = false, int keepAlive = 0)
        => new() { Connect = new ConnectOptions { ClientId = "c"u8.ToArray(), CleanSession = clean, KeepAliveSeconds = keepAlive } };

    /// <summary>Opens, and lets the server accept.</summary>
    public SessionScript Connect(bool sessionPresent = false)
    {
        Open();
        Assert.That(TakeOutput()[0], Does.StartWith("CONNECT "));
        Sends(sessionPresent ? "CONNACK sp" : "CONNACK");
        return Tells(sessionPresent ? "Connected sp" : "Connected");
    }

    public SessionScript Open()
    {
        _wire.Clear();
        _sent.Clear();
        Session.HandleOpened(Now);
        return this;
    }

    /// <summary>The transport breaks.</summary>
    public SessionScript Breaks()
    {
        Session.HandleTransportFailed(TransportStatus.Reset, "", Now);
        ReadEvents();
        return Tells("Disconnected TransportFailed -7");
    }

    /// <summary>The server's packets arrive, as <see cref="ServerPackets"/> writes them, in the pieces of the feeding.</summary>
    public SessionScript Sends(params string[] packets)
    {
        foreach (string packet in packets) Arrives(ServerPackets.Encode(packet));
        Feed();
        return this;
    }

    public SessionScript SendsBytes(byte[] bytes)
    {
        Arrives(bytes);
        Feed();
        return this;
    }

    /// <summary>Takes all output and compares it with packets as <see cref="ClientPackets"/> tells them.</summary>
    public SessionScript Expects(params string[] packets)
    {
        Assert.That(TakeOutput(), Is.EqualTo(packets), "output, " + _feeding);
        return this;
    }

    /// <summary>Compares the events since the last time.</summary>
    public SessionScript Tells(params string[] events)
    {
        Assert.That(_events, Is.EqualTo(events), "events, " + _feeding);
        _events.Clear();
        return this;
    }

    /// <summary>Drops the events told so far, where a test looks at something else.</summary>
    public SessionScript ForgetEvents()
    {
        _events.Clear();
        return this;
    }

    /// <summary>Counts and drops the events told so far.</summary>
    public int TakeEventCount()
    {
        int count = _events.Count;
        _events.Clear();
        return count;
    }

    /// <summary>Time passes; deadlines are kept to the millisecond.</summary>
    public SessionScript Waits(long ms)
    {
        long until = Now + ms;
        Send();
        while (Session.NextDeadlineMs <= until)
        {
            Now = Math.Max(Now, Session.NextDeadlineMs);
            Session.HandleTimeout(Now);
            ReadEvents();
            Send();
            Assert.That(Session.NextDeadlineMs, Is.GreaterThan(Now), "a deadline that stays in the past is a busy loop");
        }

        Now = until;
        return this;
    }

    /// <summary>Time passes and the driver notices nothing.</summary>
    public SessionScript Sleeps(long ms)
    {
        Now += ms;
        return this;
    }

    public void Finish()
    {
        Expects();
        Tells();
        Assert.That(_wire, Is.Empty, "what the server sent was not read, " + _feeding);
    }

    private void Arrives(byte[] bytes)
    {
        foreach (byte b in bytes) _wire.Enqueue(b);
        Received += bytes.Length;
    }

    private void Feed()
    {
        while (true)
        {
            ReadEvents();
            if (_wire.Count == 0) return;
            Session.GetReceiveWindow(out byte[] buffer, out int offset, out int room);
            int count = Math.Min(room, _feeding.Next(_fed, _wire.Count));
            if (count == 0) return;
            for (int i = 0; i < count; i++) buffer[offset + i] = _wire.Dequeue();
            _fed += count;
            Session.CommitReceived(count, Now);
        }
    }

    private void ReadEvents()
    {
        while (Session.TryReadEvent(_event))
        {
            _events.Add(EventText.Of(_event));
            if (_event.Type == MqttEventType.Disconnected) _wire.Clear();
            Handler?.Invoke(_event);
        }
    }

    /// <summary>Bytes that the test itself has sent before it calls <see cref="Expects"/>.</summary>
    public SessionScript Already(byte[] sent)
    {
        _sent.AddRange(sent);
        return this;
    }

    /// <summary>Takes the one packet that opens a connection.</summary>
    public string TakeOpening() => TakeOutput()[0];

    /// <summary>Takes all output as packets.</summary>
    public List<string> TakeOutput()
    {
        Send();
        List<string> packets = ClientPackets.TakeAll(_sent);
        if (_sent.Count > 0) packets.Add("a part of a packet, " + _sent.Count + " bytes");
        return packets;
    }

    // Sends all that is ready, in the pieces of the feeding, and reads on after each piece as a driver does.
    private void Send()
    {
        while (!IsStalled && Session.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            Assert.That(count, Is.Positive);
            int sent = Math.Min(count, _feeding.SendPiece);
            for (int i = 0; i < sent; i++) _sent.Add(buffer[offset + i]);
            Session.AdvanceOutput(sent, Now);
            Feed();
        }
    }
}
