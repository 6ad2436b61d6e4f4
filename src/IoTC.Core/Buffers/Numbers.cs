namespace IoTC.Buffers;

/// <summary>The smaller and the larger of two whole numbers: a board's Math has them for 64 bits only as floating point.</summary>
internal static class Numbers
{
    public static int Min(int left, int right) => left < right ? left : right;

    public static long Min(long left, long right) => left < right ? left : right;

    public static int Max(int left, int right) => left > right ? left : right;

    public static long Max(long left, long right) => left > right ? left : right;
}
