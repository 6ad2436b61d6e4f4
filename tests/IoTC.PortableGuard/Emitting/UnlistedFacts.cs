using System.Collections.Generic;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <summary>What a signature cannot say but a call must know: which arrays are <c>params</c>, which references are <c>ref</c>, which are <c>out</c>.</summary>
internal static class UnlistedFacts
{
    private static readonly HashSet<string> ParamsMethods =
    [
        "System.String System.String::Concat(System.Object[])",
        "System.String System.String::Concat(System.String[])",
        "System.String System.String::Format(System.String,System.Object[])",
        "System.String[] System.String::Split(System.Char[])",
        "System.String System.String::Trim(System.Char[])",
        "System.String System.String::TrimEnd(System.Char[])",
        "System.String System.String::TrimStart(System.Char[])",
        "System.Void System.Diagnostics.CodeAnalysis.MemberNotNullAttribute::.ctor(System.String[])",
        "System.Void System.Diagnostics.CodeAnalysis.MemberNotNullWhenAttribute::.ctor(System.Boolean,System.String[])",
    ];

    /// <summary>Whether the last parameter takes any number of arguments.</summary>
    public static bool IsParams(BoardMethod method) => ParamsMethods.Contains(method.Signature);

    /// <summary>Whether a by-reference parameter is <c>out</c>. All are, but for the two families that also read their argument.</summary>
    public static bool IsOut(BoardMethod method, string parameter) =>
        parameter.EndsWith('&') && method.DeclaringType != "System.Threading.Interlocked" && method.Name != "ReceiveFrom";
}
