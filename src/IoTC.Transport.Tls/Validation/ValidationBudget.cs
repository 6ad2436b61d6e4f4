namespace IoTC.Transport.Tls.Validation;

/// <summary>How much one validation may do, so that no chain that a stranger makes up can keep a device busy.</summary>
/// <remarks>A chain of our days needs 3 signature checks. Name constraints that allow 512 names each 512 times are within the limit.</remarks>
internal sealed class ValidationBudget
{
    /// <summary>Certificates of one message that are looked at.</summary>
    public const int MaxCertificates = 128;

    /// <summary>Authorities between the server and the anchor, without self-issued ones.</summary>
    public const int MaxIntermediates = 10;

    /// <summary>Certificates of one path, all counted.</summary>
    public const int MaxPath = 16;

    private const int MaxSignatureChecks = 50;
    private const int MaxCandidates = 4_000;
    private const int MaxNameComparisons = 250_000;

    public int SignatureChecks { get; private set; }

    public int Candidates { get; private set; }

    public int NameComparisons { get; private set; }

    /// <summary>What is used up, or <see langword="null"/>.</summary>
    public string? Exhausted { get; private set; }

    public bool TakeSignatureCheck() => Take(++SignatureChecks, MaxSignatureChecks, "it would take more than 50 signature checks to validate the chain");

    public bool TakeCandidate() => Take(++Candidates, MaxCandidates, "it would take more than 4,000 steps to find a path to a root");

    public bool TakeNameComparison() => Take(++NameComparisons, MaxNameComparisons, "it would take more than 250,000 comparisons to check name constraints");

    private bool Take(int used, int limit, string exhausted)
    {
        if (used <= limit)
        {
            return true;
        }

        Exhausted ??= exhausted;
        return false;
    }
}
