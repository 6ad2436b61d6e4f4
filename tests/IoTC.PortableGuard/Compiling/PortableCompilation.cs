using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using IoTC.PortableGuard.Listing;
using IoTC.PortableGuard.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace IoTC.PortableGuard.Compiling;

/// <summary>Compiles sources as a board's project does: C# 10, nullable, no library but the listed one.</summary>
internal static class PortableCompilation
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp10, DocumentationMode.None);

    // Line numbers travel in the image; optimized code is what a board gets and what its size is measured on.
    private static readonly EmitOptions Emission = new(debugInformationFormat: DebugInformationFormat.Embedded);

    public static CompiledSources Compile(
        IEnumerable<SourceFile> sources, BoardLibrary library, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        var options = new CSharpCompilationOptions(
            kind, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, deterministic: true);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Portable",
            sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path, Encoding.UTF8)),
            [library.Reference],
            options);

        var image = new MemoryStream();
        EmitResult result = compilation.Emit(image, options: Emission);
        image.Position = 0;
        Violation[] errors = result.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => CompilerMessages.Describe(diagnostic, compilation))
            .Distinct()
            .ToArray();
        return new CompiledSources(errors, result.Success ? image : null, new SourceMap(compilation));
    }
}
