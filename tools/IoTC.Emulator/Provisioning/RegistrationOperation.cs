using System;

namespace IoTC.Emulator.Provisioning;

/// <summary>A registration under way.</summary>
/// <param name="registrationId">Whose.</param>
/// <param name="polls">How many polls still see it under way.</param>
/// <param name="resultJson">What it comes to.</param>
internal sealed class RegistrationOperation(string registrationId, int polls, string resultJson)
{
    private int _pollsLeft = polls;

    public string Id { get; } = $"4.{Guid.NewGuid():N}.{Guid.NewGuid()}"[..62];

    public string RegistrationId => registrationId;

    public string ResultJson => resultJson;

    /// <summary>Counts one poll; true when this one gets the result.</summary>
    public bool Poll() => System.Threading.Interlocked.Decrement(ref _pollsLeft) < 0;
}
