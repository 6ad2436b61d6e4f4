using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IoTC.PortableGuard.Layers;

/// <summary>Which folder of the core names a type that another folder declares.</summary>
internal static class CoreLayers
{
    /// <summary>What each folder may name, besides itself.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Buffers"] = [],
        ["Transport"] = [],
        ["Json"] = ["Buffers"],
        ["Security"] = ["Buffers"],
        ["Http"] = ["Buffers"],
        ["Mqtt/Wire"] = ["Buffers"],
        ["Mqtt"] = ["Mqtt/Wire", "Buffers", "Transport"],
        ["Provisioning"] = ["Mqtt", "Mqtt/Wire", "Http", "Json", "Security", "Buffers", "Transport"],
        ["Hub"] = ["Mqtt", "Mqtt/Wire", "Json", "Buffers"],
        ["Engine"] = ["Hub", "Provisioning", "Mqtt", "Mqtt/Wire", "Json", "Security", "Buffers", "Transport"],
        ["Upload"] = ["Engine", "Provisioning", "Http", "Json", "Security", "Buffers", "Transport"],
        ["Client"] = ["Upload", "Engine", "Hub", "Provisioning", "Mqtt", "Mqtt/Wire", "Json", "Security", "Buffers", "Transport"],
        ["Storage"] = ["Client", "Engine", "Buffers"],
    };

    /// <summary>Finds every use of a type that points the wrong way.</summary>
    /// <param name="sources">Path relative to the core's folder, and text.</param>
    public static IReadOnlyList<string> FindViolations(IEnumerable<KeyValuePair<string, string>> sources)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Value, options, source.Key))];
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<MetadataReference> references = platform.Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Core", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. trees.SelectMany(tree => FindViolations(compilation.GetSemanticModel(tree))).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> FindViolations(SemanticModel model)
    {
        string from = FolderOf(model.SyntaxTree.FilePath);
        foreach (SimpleNameSyntax name in model.SyntaxTree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            foreach (SyntaxReference declaration in type?.DeclaringSyntaxReferences ?? [])
            {
                string to = FolderOf(declaration.SyntaxTree.FilePath);
                if (from != to && !(Allowed.TryGetValue(from, out string[]? allowed) && allowed.Contains(to)))
                {
                    int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                    yield return $"{model.SyntaxTree.FilePath}({line}): {from} names {type!.Name} of {to}";
                }
            }
        }
    }

    private static string FolderOf(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 2 && parts[0] == "Mqtt" && parts[1] == "Wire" ? "Mqtt/Wire" : parts[0];
    }
}
