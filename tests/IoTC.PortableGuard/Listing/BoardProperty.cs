using System.Collections.Generic;

namespace IoTC.PortableGuard.Listing;

/// <summary>A property, or an indexer when it has parameters. Its accessors are listed as methods too.</summary>
internal sealed record BoardProperty(
    string DeclaringType, string Name, string PropertyType, IReadOnlyList<string> Parameters, bool HasGetter, bool HasSetter);
