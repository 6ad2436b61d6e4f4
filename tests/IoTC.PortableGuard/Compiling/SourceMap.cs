using System.Linq;
using Microsoft.CodeAnalysis;

namespace IoTC.PortableGuard.Compiling;

/// <summary>Finds where a compiled type or member is declared in the sources.</summary>
internal sealed class SourceMap(Compilation compilation)
{
    /// <summary>The location as <c>file(line)</c>, or a placeholder for what has none.</summary>
    public static string Text(Location? location) =>
        location is { IsInSource: true }
            ? $"{location.SourceTree!.FilePath}({location.GetLineSpan().StartLinePosition.Line + 1})"
            : "(assembly)";

    /// <summary>The declaration of a type (metadata name, slashes before nested types) or of its member.</summary>
    public string Find(string type, string? member = null)
    {
        for (string name = type; ; name = name[..name.LastIndexOf('/')])
        {
            INamedTypeSymbol? symbol = compilation.Assembly.GetTypeByMetadataName(name.Replace('/', '+'));
            if (symbol is { IsImplicitlyDeclared: false })
            {
                Location? place = member == null ? null : symbol.GetMembers(member).SelectMany(found => found.Locations).FirstOrDefault();
                return Text(place ?? symbol.Locations.FirstOrDefault());
            }

            // A type that the compiler made belongs to the one around it.
            if (!name.Contains('/')) return "(assembly)";
        }
    }
}
