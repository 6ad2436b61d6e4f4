namespace IoTC.PortableGuard.Listing;

/// <summary>A field or constant; <paramref name="Constant"/> is the value as listed, null for a field.</summary>
internal sealed record BoardField(
    string DeclaringType, string Name, string FieldType, bool IsProtected, bool IsStatic, bool IsReadOnly, string? Constant)
{
    /// <summary>The listed text, by which a compiled reference is looked up.</summary>
    public string Signature => $"{FieldType} {DeclaringType}::{Name}";
}
