using System.Runtime.CompilerServices;

namespace IoTC.Buffers;

/// <summary>Asks a compiler to inline what it would find too long: without a profile (NativeAOT) the writers of packets cost half as much again.</summary>
internal static class Inlining
{
    /// <summary><c>MethodImplOptions.AggressiveInlining</c>, which a board's enumeration does not name.</summary>
    public const MethodImplOptions Always = (MethodImplOptions)256;
}
