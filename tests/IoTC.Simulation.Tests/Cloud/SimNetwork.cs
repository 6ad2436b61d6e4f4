using System;
using System.Collections.Generic;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>The way between the device and its servers, as good or bad as the plan wants it at the moment.</summary>
internal sealed class SimNetwork(SimWorld world, Ledger ledger)
{
    private readonly Dictionary<string, ISimServer> _servers = [];

    /// <summary>Until when attempts to open end with <see cref="OpenStatus"/>.</summary>
    public long DownUntilMs { get; set; }

    public int OpenStatus { get; set; }

    /// <summary>Until when attempts to open are never decided.</summary>
    public long SilentUntilMs { get; set; }

    /// <summary>Until when a handshake takes long.</summary>
    public long SlowUntilMs { get; set; }

    public int SlowestHandshakeMs { get; set; }

    /// <summary>Until when bytes take long.</summary>
    public long LateUntilMs { get; set; }

    public int MostLatencyMs { get; set; }

    /// <summary>Until when nothing that the device sends is taken.</summary>
    public long StalledUntilMs { get; set; }

    public bool IsStalled => world.NowMs < StalledUntilMs;

    /// <summary>The connection of the device that is open, or was last.</summary>
    public SimLink? Current { get; private set; }

    public void Add(string host, ISimServer server) => _servers.Add(host, server);

    public long LatencyMs() => world.NowMs < LateUntilMs ? world.Between(100, MostLatencyMs) : world.Between(5, 60);

    /// <summary>Begins to open.</summary>
    /// <param name="decided">Called once with a status and, when that is Ok, the link; or never.</param>
    public void Open(string host, Action<int, SimLink?> decided)
    {
        ledger.Open();
        if (world.NowMs < SilentUntilMs)
        {
            world.Log($"open {host}: silence");
            return;
        }

        if (world.NowMs < DownUntilMs || !_servers.TryGetValue(host, out ISimServer? server))
        {
            int status = world.NowMs < DownUntilMs ? OpenStatus : TransportStatus.NameNotResolved;
            world.After(world.Between(1, 3000), () => decided(status, null));
            return;
        }

        long handshakeMs = world.NowMs < SlowUntilMs ? world.Between(1000, SlowestHandshakeMs) : world.Between(20, 300);
        world.After(handshakeMs, () =>
        {
            Current = new SimLink(world, this, server);
            decided(TransportStatus.Ok, Current);
        });
    }
}
