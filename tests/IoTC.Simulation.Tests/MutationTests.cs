using System;
using System.Collections.Generic;
using NUnit.Framework;

namespace IoTC.Simulation.Tests;

/// <summary>Each invariant is seen to fail when its mechanism is switched off: a check that cannot fail would hold nothing.</summary>
[TestFixture]
internal sealed class MutationTests
{
    private const int MaxSeeds = 60;

    [TestCase(Mutation.AcknowledgedWhenSent, Invariant.TelemetryArrivesInOrder)]
    [TestCase(Mutation.SwappedPackets, Invariant.TelemetryArrivesInOrder)]
    [TestCase(Mutation.EarlyPuback, Invariant.MessageIsAcknowledgedAfterItsHandler)]
    [TestCase(Mutation.NoPuback, Invariant.MessageIsAcknowledgedAfterItsHandler)]
    [TestCase(Mutation.AnsweredTwice, Invariant.CommandIsAnsweredOnce)]
    [TestCase(Mutation.NotAnswered, Invariant.CommandIsAnsweredOnce)]
    [TestCase(Mutation.NoPropertyAcknowledgement, Invariant.DesiredIsApplied)]
    [TestCase(Mutation.UnlimitedQueue, Invariant.MemoryIsBounded)]
    [TestCase(Mutation.ResetWhenReady, Invariant.ConnectsAreBounded)]
    [TestCase(Mutation.NoBackoff, Invariant.ConnectsAreBounded)]
    [TestCase(Mutation.NoRegistrationWindow, Invariant.RegistrationsAreBounded)]
    [TestCase(Mutation.BusyLoop, Invariant.NoBusyLoop)]
    [TestCase(Mutation.NoReconnect, Invariant.ReadyAgain)]
    [TestCase(Mutation.NoSilenceLimits, Invariant.ReadyAgain)]
    [TestCase(Mutation.NoOpenLimit, Invariant.ReadyAgain)]
    [TestCase(Mutation.NoDate, Invariant.ReadyAgain)]
    [TestCase(Mutation.NoReprovisioning, Invariant.ReadyAgain)]
    [TestCase(Mutation.NoRenewal, Invariant.TokenIsRenewed)]
    [TestCase(Mutation.NoWorkAfterStop, Invariant.StopIsBounded)]
    public void SwitchedOffIsNoticed(Mutation mutation, Invariant expected)
    {
        var seen = new HashSet<Invariant>();
        for (int seed = 1; seed <= MaxSeeds; seed++)
        {
            try
            {
                new Simulation(seed, mutation).Run();
            }
            catch (SimulationException exception)
            {
                seen.Add(exception.Invariant);
                if (exception.Invariant == expected) return;
            }
        }

        Assert.Fail($"{MaxSeeds} seeds with {mutation} did not break {expected}, only: {string.Join(", ", seen)}");
    }
}
