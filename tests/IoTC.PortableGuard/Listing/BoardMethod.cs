using System.Collections.Generic;

namespace IoTC.PortableGuard.Listing;

/// <summary>A method, constructor, accessor or operator.</summary>
internal sealed record BoardMethod(
    string DeclaringType, string Name, string ReturnType, IReadOnlyList<string> Parameters,
    bool IsProtected, bool IsStatic, bool IsVirtual, bool IsAbstract)
{
    /// <summary>The listed text, by which a compiled reference is looked up.</summary>
    public string Signature => $"{ReturnType} {DeclaringType}::{NameAndParameters}";

    /// <summary>What an override shares with the method it overrides.</summary>
    public string NameAndParameters => $"{Name}({string.Join(',', Parameters)})";
}
