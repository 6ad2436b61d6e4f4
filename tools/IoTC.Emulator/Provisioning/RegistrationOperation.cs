using System;
using System.Threading;

namespace IoTC.Emulator.Provisioning;

/// <summary>A registration under way.</summary>
/// <param name="polls">How many polls still see it under way.</param>
/// <param name="resultJson">The <c>registrationState</c> it comes to.</param>
internal sealed class RegistrationOperation(int polls, string resultJson)
{
    private int _pollsLeft = polls;

    public string Id { get; init; } = $"4.{Guid.NewGuid():N}.{Guid.NewGuid()}";

    public string ResultJson => resultJson;

    /// <summary>Counts one poll; true when this one gets the result.</summary>
    public bool Poll() => Interlocked.Decrement(ref _pollsLeft) < 0;
}
