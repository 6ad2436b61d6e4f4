using System;

namespace IoTC.Transport.Tls.Tests.Limbo;

/// <summary>What became of a case.</summary>
internal sealed record LimboOutcome(LimboCase Case, bool IsAccepted, string Reason, TimeSpan Elapsed)
{
    public bool Agrees => IsAccepted == Case.IsExpectedToSucceed;

    public bool IsFalseAccept => IsAccepted && !Case.IsExpectedToSucceed;
}
