namespace IoTC.PortableGuard.Listing;

/// <summary>An event. Its accessors are listed as methods too.</summary>
internal sealed record BoardEvent(string DeclaringType, string Name, string HandlerType);
