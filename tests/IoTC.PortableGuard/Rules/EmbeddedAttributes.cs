using System.Collections.Generic;

namespace IoTC.PortableGuard.Rules;

/// <summary>The attribute types that a C# 10 compiler puts into an assembly itself and that boards are known to load.</summary>
internal static class EmbeddedAttributes
{
    private static readonly HashSet<string> Names =
    [
        "EmbeddedAttribute",
        "IsByRefLikeAttribute",
        "IsReadOnlyAttribute",
        "NullableAttribute",
        "NullableContextAttribute",
        "NullablePublicOnlyAttribute",
    ];

    public static bool Contains(string name) => Names.Contains(name);
}
