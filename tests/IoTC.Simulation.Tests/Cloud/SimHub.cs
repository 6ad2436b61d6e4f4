using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>An IoT Hub's device endpoint for one device: it verifies tokens and ends them, kicks, expects keep-alive, delivers again, and has bad days.</summary>
internal sealed partial class SimHub(string host, SimCloud cloud, SimWorld world, Ledger ledger) : ISimServer
{
    private const int GraceMs = 60_000;

    // What a command may take: the handler's longest, and the way there and back on a slow network.
    private const long AnswerLimitMs = 120_000;

    private readonly List<int> _messages = [];  // not acknowledged, oldest first
    private SimConnection? _connection;

    public string Host { get; } = host;

    public long RefuseUntilMs { get; set; }

    public int RefuseCode { get; set; }

    /// <summary>Until when CONNECT is not answered.</summary>
    public long SilentUntilMs { get; set; }

    /// <summary>Until when telemetry ends the connection, unread.</summary>
    public long QuotaUntilMs { get; set; }

    /// <summary>Until when a few messages are taken and then the connection is ended.</summary>
    public long ThrottleUntilMs { get; set; }

    /// <summary>Until when twin requests are answered 429, or not at all.</summary>
    public long TwinThrottleUntilMs { get; set; }

    /// <summary>Until when messages are taken and not acknowledged.</summary>
    public long NoPubackUntilMs { get; set; }

    /// <summary>Whether the device is connected and can work, as the hub sees it.</summary>
    public bool IsDeviceReady => _connection is { IsSubscribed: true };

    public int WaitingMessages => _messages.Count;

    public void Receive(SimLink link, byte[] bytes)
    {
        var connection = (SimConnection)(link.State ??= new SimConnection(link));
        connection.LastSeenMs = world.NowMs;
        connection.Received.AddRange(bytes);
        while (link.State != null && ServerPackets.TryRead(connection.Received) is { } packet) Handle(connection, packet);
    }

    public void HandleClosed(SimLink link)
    {
        if (link.State is SimConnection connection) Forget(connection);
    }

    /// <summary>The hub ends the device's connection, if there is one.</summary>
    public void Drop(int status = TransportStatus.Closed)
    {
        if (_connection is { } connection) End(connection, status);
    }

    /// <summary>Another client with the device's id connects for a moment.</summary>
    public void Kick()
    {
        if (_connection is { IsAccepted: true } connection) End(connection, TransportStatus.Closed);
    }

    public void SetDesired(string name, int value)
    {
        string patch = cloud.Twin.Set(name, value);
        if (_connection is { IsSubscribed: true } connection) Publish(connection, $"$iothub/twin/PATCH/properties/desired/?$version={cloud.Twin.DesiredVersion}", patch);
    }

    public void Send(int message)
    {
        _messages.Add(message);
        DeliverNext();
    }

    /// <summary>What waits goes with the device to another hub.</summary>
    public void MoveMessagesTo(SimHub other)
    {
        other._messages.AddRange(_messages);
        _messages.Clear();
    }

    public bool TryInvoke(string requestId, bool isTwice)
    {
        if (_connection is not { IsSubscribed: true } connection) return false;
        connection.Commands.Add((requestId, world.NowMs));
        Publish(connection, $"$iothub/methods/POST/go/?$rid={requestId}", "{}");
        if (isTwice) Publish(connection, $"$iothub/methods/POST/go/?$rid={requestId}", "{}");
        return true;
    }

    private void End(SimConnection connection, int status)
    {
        connection.Link.CloseByServer(status);
        Forget(connection);
    }

    private void Forget(SimConnection connection)
    {
        connection.Link.State = null;
        if (_connection == connection) _connection = null;
        CheckCommands(connection);
    }

    /// <summary>Commands of the connection that is there now, at the end of a run.</summary>
    public void CheckCommands()
    {
        if (_connection != null) CheckCommands(_connection);
    }

    private void CheckCommands(SimConnection connection)
    {
        if (connection.Link.IsFaulty) return;
        foreach ((string requestId, long sentMs) in connection.Commands)
        {
            if (world.NowMs - sentMs > AnswerLimitMs && !ledger.IsAnswered(requestId)) throw new SimulationException(Invariant.CommandIsAnsweredOnce, $"command {requestId} is not answered");
        }
    }

    private void Handle(SimConnection connection, ServerPacket packet)
    {
        if (connection.IsAccepted == (packet.Type == ServerPackets.Connect))
        {
            End(connection, TransportStatus.Closed);
            return;
        }

        switch (packet.Type)
        {
            case ServerPackets.Connect:
                Accept(connection, packet);
                break;
            case ServerPackets.Subscribe:
                connection.Link.SendToDevice(ServerPackets.Suback(packet.PacketId, [.. packet.Filters.Select(f => (byte)f.QoS)]));
                connection.IsSubscribed = true;
                DeliverNext();
                break;
            case ServerPackets.Pingreq:
                connection.Link.SendToDevice(ServerPackets.Pingresp());
                break;
            case ServerPackets.Disconnect:
                End(connection, TransportStatus.Closed);
                break;
            case ServerPackets.Puback:
                if (connection.InFlight is not { } inFlight || inFlight.PacketId != packet.PacketId) break;
                ledger.AcknowledgeMessage(inFlight.Message);
                _messages.Remove(inFlight.Message);
                connection.InFlight = null;
                DeliverNext();
                break;
            case ServerPackets.Publish:
                HandlePublish(connection, packet);
                break;
        }
    }

    private void Accept(SimConnection connection, ServerPacket packet)
    {
        if (world.NowMs < SilentUntilMs) return;
        int code = world.NowMs < RefuseUntilMs ? RefuseCode : Verify(packet, out long lifeMs, out _) ? 0 : 5;
        world.Log($"{Host}: CONNECT, answered {code}");
        connection.Link.SendToDevice(ServerPackets.Connack(code));
        if (code != 0)
        {
            End(connection, TransportStatus.Closed);
            return;
        }

        if (_connection != null) End(_connection, TransportStatus.Closed);
        _connection = connection;
        cloud.LastHub = this;
        connection.IsAccepted = true;
        connection.KeepAliveSeconds = packet.KeepAliveSeconds;
        Verify(packet, out lifeMs, out bool isClockRight);
        world.After((lifeMs / cloud.TokenShare) + GraceMs, () => Expire(connection, isClockRight));
        Watch(connection);
    }

    private bool Verify(ServerPacket packet, out long lifeMs, out bool isClockRight)
    {
        isClockRight = false;
        lifeMs = 0;
        if (cloud.Home != this || cloud.IsDisabled || packet.ClientId != SimCloud.DeviceId || packet.UserName?.StartsWith($"{Host}/{SimCloud.DeviceId}/?api-version=", StringComparison.Ordinal) != true) return false;
        Dictionary<string, string> token = packet.Password!["SharedAccessSignature ".Length..].Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        byte[] signature = HMACSHA256.HashData(Convert.FromBase64String(SimCloud.Key), Encoding.UTF8.GetBytes(token["sr"] + "\n" + token["se"]));
        if (Uri.UnescapeDataString(token["sig"]) != Convert.ToBase64String(signature) || Uri.UnescapeDataString(token["sr"]) != $"{Host}/devices/{SimCloud.DeviceId}") return false;
        lifeMs = (long.Parse(token["se"], CultureInfo.InvariantCulture) * 1000) - world.UtcMs;
        isClockRight = Math.Abs(lifeMs - (cloud.TokenLifetimeSeconds * 1000L)) < 60_000;
        return lifeMs > 0;
    }

    private void Expire(SimConnection connection, bool isClockRight)
    {
        if (connection.Link.State != connection) return;
        if (isClockRight && !connection.Link.IsFaulty) throw new SimulationException(Invariant.TokenIsRenewed, "a token ends while its connection lasts");
        End(connection, TransportStatus.Closed);
    }

    // One and a half times Keep Alive without a byte. [MQTT-3.1.2-24]
    private void Watch(SimConnection connection)
    {
        if (connection.Link.State != connection) return;
        long limitMs = connection.KeepAliveSeconds * 1500L;
        if (world.NowMs - connection.LastSeenMs >= limitMs) End(connection, TransportStatus.Closed);
        else world.After(connection.LastSeenMs + limitMs - world.NowMs, () => Watch(connection));
    }
}
