namespace IoTC.PortableGuard.Listing;

/// <summary>What a listed type is.</summary>
internal enum BoardTypeKind
{
    Class,
    Interface,
    ValueType,
    Enum,
    Delegate,
}
