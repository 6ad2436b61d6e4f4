using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <summary>Writes a core library that declares exactly what a <see cref="BoardLibrary"/> lists; no method has a body.</summary>
internal sealed partial class ReferenceAssembly
{
    private readonly BoardLibrary _library;
    private readonly MetadataBuilder _metadata = new();
    private readonly BoardType[] _order;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MethodDefinitionHandle> _methods = new(StringComparer.Ordinal);
    private readonly SignatureWriter _signatures;

    private ReferenceAssembly(BoardLibrary library)
    {
        _library = library;
        _signatures = new SignatureWriter(library, _types);

        // An enclosing type must come before the types inside it (ECMA-335 II.22.32).
        _order = library.Types.OrderBy(type => type.EnclosingType != null).ToArray();
        for (int i = 0; i < _order.Length; i++) _types.Add(_order[i].Name, MetadataTokens.TypeDefinitionHandle(i + 2));
        foreach (BoardMethod method in _order.SelectMany(type => type.Methods))
        {
            _methods.Add(method.Signature, MetadataTokens.MethodDefinitionHandle(_methods.Count + 1));
        }
    }

    /// <summary>The assembly as a PE image.</summary>
    public static ImmutableArray<byte> Write(BoardLibrary library)
    {
        var assembly = new ReferenceAssembly(library);
        assembly.AddModule();
        foreach (BoardType type in assembly._order) assembly.AddType(type);
        foreach (BoardType type in assembly._order) assembly.AddRelations(type);

        var image = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(assembly._metadata), new BlobBuilder()).Serialize(image);
        return image.ToImmutableArray();
    }

    private void AddModule()
    {
        _metadata.AddModule(0, Text("mscorlib.dll"), _metadata.GetOrAddGuid(Guid.Empty), default, default);
        _metadata.AddAssembly(Text("mscorlib"), new Version(1, 0, 0, 0), default, default, default, AssemblyHashAlgorithm.None);
        _metadata.AddTypeDefinition(
            default, default, Text("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
    }

    private void AddType(BoardType type)
    {
        int fields = _metadata.GetRowCount(TableIndex.Field);
        int methods = _metadata.GetRowCount(TableIndex.MethodDef);
        if (type.Kind == BoardTypeKind.Enum) AddEnumValue(type);
        foreach (BoardField field in type.Fields) AddField(type, field);
        foreach (BoardMethod method in type.Methods) AddMethod(type, method);

        int dot = type.EnclosingType == null ? type.Name.LastIndexOf('.') : -1;
        int start = Math.Max(dot, type.Name.LastIndexOf('/')) + 1;
        _metadata.AddTypeDefinition(
            Attributes(type),
            dot < 0 ? default : Text(type.Name[..dot]),
            Text(type.Name[start..]),
            type.BaseType == null ? default : _signatures.Handle(type.BaseType),
            MetadataTokens.FieldDefinitionHandle(fields + 1),
            MetadataTokens.MethodDefinitionHandle(methods + 1));
    }

    private static TypeAttributes Attributes(BoardType type)
    {
        TypeAttributes access = type.EnclosingType == null ? TypeAttributes.Public : TypeAttributes.NestedPublic;
        if (type.Kind == BoardTypeKind.Interface) return access | TypeAttributes.Interface | TypeAttributes.Abstract;
        if (type.Name == "System.Enum") return access | TypeAttributes.Abstract;
        if (type.IsValueType) return access | TypeAttributes.Sealed | TypeAttributes.SequentialLayout;
        if (type.Kind == BoardTypeKind.Delegate) return access | TypeAttributes.Sealed;
        return access | type.Modifier switch
        {
            BoardTypeModifier.Abstract => TypeAttributes.Abstract,
            BoardTypeModifier.Sealed => TypeAttributes.Sealed,
            BoardTypeModifier.Static => TypeAttributes.Abstract | TypeAttributes.Sealed,
            _ => default,
        };
    }

    private StringHandle Text(string text) => _metadata.GetOrAddString(text);
}
