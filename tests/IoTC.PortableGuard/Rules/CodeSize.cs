using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace IoTC.PortableGuard.Rules;

/// <summary>Adds up the IL of an image: what a board keeps in flash.</summary>
internal static class CodeSize
{
    private const string CompilerMade = "(compiler)";

    /// <summary>IL bytes of all method bodies by namespace, in alphabetical order; headers and tables are not counted.</summary>
    public static SortedDictionary<string, int> Measure(Stream image)
    {
        using var pe = new PEReader(image, PEStreamOptions.LeaveOpen | PEStreamOptions.PrefetchEntireImage);
        MetadataReader reader = pe.GetMetadataReader();
        var sizes = new SortedDictionary<string, int>();
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            string space = Namespace(reader, method.GetDeclaringType());
            sizes.TryGetValue(space, out int sum);
            sizes[space] = sum + pe.GetMethodBody(method.RelativeVirtualAddress).GetILReader().Length;
        }

        return sizes;
    }

    private static string Namespace(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        while (type.IsNested) type = reader.GetTypeDefinition(type.GetDeclaringType());
        string space = reader.GetString(type.Namespace);
        return space.Length == 0 || MetadataNames.IsLibrary(space) ? CompilerMade : space;
    }
}
