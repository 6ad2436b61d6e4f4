using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IoTC.PortableGuard.Compiling;

/// <summary>Finds the files that a board compiles.</summary>
internal static class PortableSources
{
    /// <summary>The directory that holds IoTC.sln, above the test assembly.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Reads the portable files of source folders, given relative to the repository. Paths are shown relative to their folder.</summary>
    public static IReadOnlyList<SourceFile> FromFolders(params string[] folders) =>
        [.. folders.SelectMany(folder => FromFolder(Path.Combine(RepositoryRoot, folder)))];

    /// <summary>Whether a file, given relative to its project, belongs to the board: not built output, not the modern surface.</summary>
    public static bool IsPortable(string relativePath)
    {
        string[] parts = relativePath.Split('/', '\\');
        string name = parts[^1];
        return parts[0] is not ("bin" or "obj")
            && name.EndsWith(".cs", StringComparison.Ordinal)
            && !name.EndsWith(".Span.cs", StringComparison.Ordinal)
            && !name.EndsWith(".Net.cs", StringComparison.Ordinal)
            && !name.Contains("Async", StringComparison.Ordinal);
    }

    private static IEnumerable<SourceFile> FromFolder(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(folder, file).Replace('\\', '/')
        where IsPortable(path)
        orderby path
        select new SourceFile(path, File.ReadAllText(file));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory != null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "IoTC.sln"))) return directory.FullName;
        }

        throw new DirectoryNotFoundException("no directory with IoTC.sln above " + AppContext.BaseDirectory);
    }
}
