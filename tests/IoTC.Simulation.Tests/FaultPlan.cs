using System;
using System.Collections.Generic;
using IoTC.Simulation.Tests.Cloud;
using IoTC.Transport;

namespace IoTC.Simulation.Tests;

/// <summary>Bad days: which faults come when, drawn from the seed; all of them are over by a given moment.</summary>
internal sealed class FaultPlan(SimWorld world, SimCloud cloud, IDeviceClock clock, long untilMs)
{
    private static readonly int[] OpenStatuses =
    [
        TransportStatus.NameNotResolved, TransportStatus.Refused, TransportStatus.Unreachable, TransportStatus.TimedOut, TransportStatus.Reset,
        TransportStatus.TlsHandshakeFailed, TransportStatus.CertificateNotYetValid,
    ];

    /// <summary>How many of each kind have come.</summary>
    public SortedDictionary<string, int> Counts { get; } = [];

    public void Start(long meanMs) => Next(meanMs);

    /// <summary>Nothing is wrong any more, from now on.</summary>
    public void Heal()
    {
        SimNetwork network = cloud.Network;
        network.DownUntilMs = network.SilentUntilMs = network.SlowUntilMs = network.LateUntilMs = network.StalledUntilMs = 0;
        cloud.Dps.OutageUntilMs = 0;
        cloud.IsDisabled = false;
        foreach (SimHub hub in cloud.Hubs) hub.RefuseUntilMs = hub.SilentUntilMs = hub.QuotaUntilMs = hub.ThrottleUntilMs = hub.TwinThrottleUntilMs = hub.NoPubackUntilMs = 0;
    }

    private void Next(long meanMs)
    {
        world.After(world.Spread(meanMs / 20, meanMs * 2), () =>
        {
            if (world.NowMs >= untilMs) return;
            Strike();
            Next(meanMs);
        });
    }

    private void Strike()
    {
        SimNetwork network = cloud.Network;
        SimHub hub = cloud.Home;
        long until = Math.Min(untilMs, world.NowMs + world.Spread(1000, 4 * 3_600_000));
        switch (world.Random.Next(22))
        {
            case 0 or 1:
                if (network.Current is { } cut) cut.BytesLeft = (int)world.Spread(1, 3000);
                Count("link cut at a byte");
                break;
            case 2:
                network.Current?.Cut(world.Chance(0.5) ? TransportStatus.Reset : TransportStatus.Failed);
                Count("link cut");
                break;
            case 3 or 4:
                network.Current?.BecomeBlackHole();
                Count("half-open link");
                break;
            case 5:
                network.DownUntilMs = until;
                network.OpenStatus = OpenStatuses[world.Random.Next(OpenStatuses.Length)];
                network.Current?.Cut(TransportStatus.Unreachable);
                Count(network.OpenStatus <= TransportStatus.TlsHandshakeFailed ? "TLS refused for a while" : "no network for a while");
                break;
            case 6:
                network.SilentUntilMs = until;
                hub.Drop();
                Count("attempts to open never decided");
                break;
            case 7:
                network.SlowUntilMs = until;
                network.SlowestHandshakeMs = (int)world.Spread(2000, 60_000);
                hub.Drop();
                Count("slow handshakes");
                break;
            case 8:
                network.LateUntilMs = Math.Min(until, world.NowMs + 600_000);
                network.MostLatencyMs = (int)world.Spread(200, 20_000);
                Count("bytes late");
                break;
            case 9:
                network.StalledUntilMs = Math.Min(until, world.NowMs + 300_000);
                Count("nothing taken from the device");
                break;
            case 10:
                hub.RefuseUntilMs = until;
                hub.RefuseCode = world.Chance(0.6) ? 3 : world.Chance(0.5) ? 4 : 5;
                hub.Drop();
                Count("CONNECT refused for a while");
                break;
            case 11:
                hub.SilentUntilMs = until;
                hub.Drop();
                Count("CONNECT not answered for a while");
                break;
            case 12:
                hub.QuotaUntilMs = until;
                Count("quota used up for a while");
                break;
            case 13:
                hub.ThrottleUntilMs = until;
                Count("throttled with disconnects for a while");
                break;
            case 14:
                hub.TwinThrottleUntilMs = until;
                Count("twin throttled or silent for a while");
                break;
            case 15:
                hub.NoPubackUntilMs = Math.Min(until, world.NowMs + 600_000);
                Count("acknowledgements withheld for a while");
                break;
            case 16:
                long jumpMs = world.Chance(0.3) ? world.Between(-20_000, 20_000) : world.Spread(900_000, 40L * 365 * 86_400_000) * (world.Chance(0.6) ? -1 : 1);
                clock.Jump(world.Chance(0.3) ? 0 : jumpMs);
                if (world.Chance(0.7)) hub.Drop();
                Count("device clock jumped");
                break;
            case 17:
                cloud.Move(true, world);
                Count("moved to another hub");
                break;
            case 18:
                cloud.Move(false, world);
                Count("moved to another hub with a new twin");
                break;
            case 19:
                Rival(hub, until, world.Spread(1000, 60_000));
                Count("another client with the id for a while");
                break;
            case 20:
                cloud.IsDisabled = true;
                hub.Drop();
                world.After(until - world.NowMs, () => cloud.IsDisabled = false);
                Count("device disabled for a while");
                break;
            default:
                cloud.Dps.OutageUntilMs = until;
                cloud.Dps.OutageStatus = world.Chance(0.3) ? 0 : world.Chance(0.5) ? 429 : 503;
                if (world.Chance(0.5)) cloud.Move(true, world);
                Count("DPS out of order for a while");
                break;
        }
    }

    // It comes back after each of its losses, as clients do.
    private void Rival(SimHub hub, long until, long paceMs)
    {
        if (world.NowMs >= until) return;
        hub.Kick();
        world.After(world.Between(paceMs / 2, paceMs * 2), () => Rival(hub, until, paceMs));
    }

    private void Count(string kind)
    {
        Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
        world.Log($"fault: {kind}");
    }
}
