namespace IoTC.PortableGuard.Listing;

/// <summary>The one modifier a listed class may carry.</summary>
internal enum BoardTypeModifier
{
    None,
    Abstract,
    Sealed,
    Static,
}
