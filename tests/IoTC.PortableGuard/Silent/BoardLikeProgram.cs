using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using IoTC.PortableGuard.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace IoTC.PortableGuard.Silent;

/// <summary>A program compiled for .NET with a board's behaviour put in, and run.</summary>
internal static class BoardLikeProgram
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp10);

    /// <summary>Compiles the sources, runs Main, and gives the lines that it printed.</summary>
    public static IReadOnlyList<string> Run(IEnumerable<SourceFile> sources, out int rewritten)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        MetadataReference[] references = [.. platform.Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path))];
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);
        var plain = CSharpCompilation.Create("BoardLike", sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Language, source.Path)), references, options);

        rewritten = 0;
        var trees = new List<SyntaxTree> { CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Silent", "BoardShim.txt")), Language) };
        foreach (SyntaxTree tree in plain.SyntaxTrees)
        {
            var rewriter = new BoardRewriter(plain.GetSemanticModel(tree));
            trees.Add(CSharpSyntaxTree.Create((CSharpSyntaxNode)rewriter.Visit(tree.GetRoot())!, Language, tree.FilePath));
            rewritten += rewriter.Count;
        }

        using var image = new MemoryStream();
        EmitResult result = plain.RemoveAllSyntaxTrees().AddSyntaxTrees(trees).Emit(image);
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)));
        return Run(Assembly.Load(image.ToArray()));
    }

    private static string[] Run(Assembly program)
    {
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            program.EntryPoint!.Invoke(null, null);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString().Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
    }
}
