namespace IoTC.Bench.Codec;

/// <summary>What a row came to: nanoseconds an operation (medians), ratios (medians of paired rounds), bytes an operation (exact).</summary>
public sealed record ComparisonResult(
    ComparisonRow Row, double OursNs, double TheirsNs, double CopyNs, double OfTheirs, double OfCopy, double OursBytes, double TheirsBytes)
{
    public bool Passes => !(OfTheirs > Row.MaxOfTheirs) && !(OfCopy > Row.MaxOfCopy) && OursBytes == 0;
}
