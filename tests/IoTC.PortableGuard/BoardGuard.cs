using System.Collections.Generic;
using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Listing;
using IoTC.PortableGuard.Rules;
using Microsoft.CodeAnalysis;

namespace IoTC.PortableGuard;

/// <summary>The whole check: compile against the lists, then look through what came out.</summary>
internal static class BoardGuard
{
    /// <summary>What the core may use.</summary>
    public static BoardLibrary CoreLibrary { get; } = BoardLibrary.Load("mscorlib", "System.Text");

    /// <summary>Checks sources: the core's, or with more folders and lists a transport's or a whole board program's.</summary>
    public static GuardReport Check(
        IEnumerable<SourceFile> sources, BoardLibrary library, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        CompiledSources compiled = PortableCompilation.Compile(sources, library, kind);
        if (compiled.Image == null) return new GuardReport(compiled.Errors, new SortedDictionary<string, int>());
        using (compiled.Image)
        {
            IReadOnlyList<Violation> violations = MetadataRules.Check(compiled.Image, library, compiled.Map);
            compiled.Image.Position = 0;
            return new GuardReport(violations, CodeSize.Measure(compiled.Image));
        }
    }
}
