using System;
using System.Reflection.Metadata;

namespace IoTC.PortableGuard.Rules;

/// <summary>Names of types as the lists write them.</summary>
internal static class MetadataNames
{
    public static string Name(this MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil
            ? Join(reader.GetString(type.Namespace), reader.GetString(type.Name))
            : reader.Name(outer) + "/" + reader.GetString(type.Name);
    }

    public static string Name(this MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? reader.Name((TypeReferenceHandle)type.ResolutionScope) + "/" + reader.GetString(type.Name)
            : Join(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    /// <summary>Whether a namespace belongs to the class library, so that only the compiler should declare types in it.</summary>
    public static bool IsLibrary(string space) =>
        space is "System" or "Microsoft"
        || space.StartsWith("System.", StringComparison.Ordinal)
        || space.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
