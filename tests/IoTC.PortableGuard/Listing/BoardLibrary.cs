using System;
using System.Collections.Generic;
using System.IO;
using IoTC.PortableGuard.Emitting;
using Microsoft.CodeAnalysis;

namespace IoTC.PortableGuard.Listing;

/// <summary>The listed types and members of some of the board's assemblies, and a reference assembly made of nothing else.</summary>
internal sealed class BoardLibrary
{
    private readonly Dictionary<string, BoardType> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signatures = new(StringComparer.Ordinal);
    private readonly Lazy<MetadataReference> _reference;

    private BoardLibrary() =>
        _reference = new Lazy<MetadataReference>(() => MetadataReference.CreateFromImage(ReferenceAssembly.Write(this)));

    /// <summary>All listed types, in the order of the lists.</summary>
    public IReadOnlyCollection<BoardType> Types => _types.Values;

    /// <summary>A core library for Roslyn that declares the listed types and members.</summary>
    public MetadataReference Reference => _reference.Value;

    /// <summary>Reads the lists of the named assemblies, such as <c>mscorlib</c>. Together they must be closed: no type may be missing.</summary>
    public static BoardLibrary Load(params string[] assemblies)
    {
        var library = new BoardLibrary();
        foreach (string assembly in assemblies)
        {
            string file = assembly + ".txt";
            using StreamReader reader = File.OpenText(Path.Combine(AppContext.BaseDirectory, "Board", file));
            library.Add(reader, file);
        }

        return library;
    }

    /// <summary>Reads one list from text.</summary>
    public static BoardLibrary Parse(string list)
    {
        var library = new BoardLibrary();
        library.Add(new StringReader(list), "list");
        return library;
    }

    public BoardType? FindType(string name) => _types.GetValueOrDefault(name);

    /// <summary>Whether a method or field is listed with exactly this signature.</summary>
    public bool HasMember(string signature) => _signatures.Contains(signature);

    private void Add(TextReader reader, string file)
    {
        BoardListParser.Parse(reader, file, _types);
        foreach (BoardType type in _types.Values)
        {
            foreach (BoardMethod method in type.Methods) _signatures.Add(method.Signature);
            foreach (BoardField field in type.Fields) _signatures.Add(field.Signature);
        }
    }
}
