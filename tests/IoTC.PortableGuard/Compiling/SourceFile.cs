namespace IoTC.PortableGuard.Compiling;

/// <summary>A source file: the path shown in messages, and its text.</summary>
internal sealed record SourceFile(string Path, string Text);
