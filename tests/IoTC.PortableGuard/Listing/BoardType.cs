using System.Collections.Generic;

namespace IoTC.PortableGuard.Listing;

/// <summary>A type of the board's class libraries. Names are metadata names: a slash before a nested type, a backtick before an arity.</summary>
internal sealed record BoardType(
    string Name, BoardTypeKind Kind, BoardTypeModifier Modifier, string? BaseType, IReadOnlyList<string> Interfaces)
{
    public List<BoardMethod> Methods { get; } = [];

    public List<BoardField> Fields { get; } = [];

    public List<BoardProperty> Properties { get; } = [];

    public List<BoardEvent> Events { get; } = [];

    /// <summary>The type around a nested one, or null.</summary>
    public string? EnclosingType => Name.LastIndexOf('/') is >= 0 and int slash ? Name[..slash] : null;

    /// <summary>Number of type parameters.</summary>
    public int Arity => Name.LastIndexOf('`') is >= 0 and int tick ? Name[tick + 1] - '0' : 0;

    /// <summary>Whether values are copied; <c>System.Enum</c> is listed as a value type and is none.</summary>
    public bool IsValueType => Kind == BoardTypeKind.Enum || (Kind == BoardTypeKind.ValueType && Name != "System.Enum");
}
