using System.Collections.Generic;
using System.Linq;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>DPS, two hubs, and what the operator wants of the device.</summary>
internal sealed class SimCloud
{
    public const string DeviceId = "dev1";

    public SimCloud(SimWorld world, Ledger ledger, Mutation mutation)
    {
        Network = new SimNetwork(world, ledger);
        Hubs = [new SimHub("hub-a.example", this, world, ledger), new SimHub("hub-b.example", this, world, ledger)];
        Dps = new SimDps(this, world) { TellsDate = mutation != Mutation.NoDate };
        Home = Hubs[0];
        TokenShare = mutation == Mutation.NoRenewal ? 2 : 1;
        Network.Add(SimDps.Host, Dps);
        foreach (SimHub hub in Hubs) Network.Add(hub.Host, hub);
    }

    public static string Key { get; } = System.Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))]);

    public SimNetwork Network { get; }

    public IReadOnlyList<SimHub> Hubs { get; }

    public SimDps Dps { get; }

    /// <summary>Where the device has its identity now.</summary>
    public SimHub Home { get; set; }

    /// <summary>The hub that has accepted the device last.</summary>
    public SimHub? LastHub { get; set; }

    /// <summary>The twin that the device has read last.</summary>
    public int SeenEpoch { get; set; }

    public bool IsDisabled { get; set; }

    public SimTwin Twin { get; } = new();

    /// <summary>The device moves to the other hub, with its twin or with a new one; it learns of it by a refusal.</summary>
    public void Move(bool isKept, SimWorld world)
    {
        SimHub before = Home;
        Home = Hubs[before == Hubs[0] ? 1 : 0];
        before.MoveMessagesTo(Home);
        world.Log($"moved to {Home.Host}, {(isKept ? "with its twin" : "with a new twin")}");
        if (!isKept) Twin.Reset(world.Between(1, 6), [("p0", world.Random.Next(1000)), ("p" + world.Random.Next(1, 6), world.Random.Next(1000))]);
        // A device that has not noticed that it was away cannot tell a new twin with the old version from the old one.
        if (Home == LastHub && Twin.Epoch != SeenEpoch) Twin.Skip((int)world.Between(1000, 1_000_000));
        before.Drop();
    }

    /// <summary>The hub counts a token's life in this fraction.</summary>
    public int TokenShare { get; }

    /// <summary>The life of the device's tokens, from which follows when it believed to make one.</summary>
    public int TokenLifetimeSeconds { get; set; }
}
