namespace IoTC.Emulator.Provisioning;

/// <summary>An answer of DPS, over whichever protocol.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body; null when <paramref name="Error"/> says it.</param>
/// <param name="RetryAfterSeconds">When to come back.</param>
/// <param name="OperationId">The operation that a 202 names.</param>
/// <param name="Error">What was wrong.</param>
internal sealed record DpsReply(int Status, string? Json, int? RetryAfterSeconds = null, string? OperationId = null, DpsError? Error = null)
{
    public static implicit operator DpsReply(DpsError error) => new(error.Status, null, Error: error);
}
