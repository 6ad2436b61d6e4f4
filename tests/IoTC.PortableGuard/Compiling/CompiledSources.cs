using System.Collections.Generic;
using System.IO;
using IoTC.PortableGuard.Rules;

namespace IoTC.PortableGuard.Compiling;

/// <summary>What the compiler made of the sources: errors, or an image with its debug lines inside.</summary>
internal sealed record CompiledSources(IReadOnlyList<Violation> Errors, MemoryStream? Image, SourceMap Map);
