using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Rules;

/// <summary>Writes compiled signatures as the lists do, and notes what in them a board cannot have.</summary>
internal sealed class SignatureText(BoardLibrary library) : ISignatureTypeProvider<string, object?>
{
    // The one modifier known to run: it marks init accessors.
    private const string InitMarker = "System.Runtime.CompilerServices.IsExternalInit";

    private List<string> _problems = [];

    /// <summary>Gives the problems noted since the last call.</summary>
    public List<string> TakeProblems()
    {
        List<string> problems = _problems;
        _problems = [];
        return problems;
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        string name = reader.Name(handle);
        if (library.FindType(name) == null) _problems.Add($"{name} is not on the board");
        else if (name.Contains('`', StringComparison.Ordinal)) _problems.Add(Generic(name));
        return name;
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.Name(handle);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPinnedType(string elementType) => elementType;

    public string GetGenericTypeParameter(object? genericContext, int index) => "!" + index;

    public string GetGenericMethodParameter(object? genericContext, int index) => "!!" + index;

    public string GetArrayType(string elementType, ArrayShape shape)
    {
        string name = $"{elementType}[{new string(',', shape.Rank - 1)}]";
        _problems.Add($"{name} is a multidimensional array, which crashes a board at load");
        return name;
    }

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        string name = $"{genericType}<{string.Join(',', typeArguments)}>";
        _problems.Remove(Generic(genericType)); // Said more exactly now.
        _problems.Add(Generic(name));
        return name;
    }

    public string GetPointerType(string elementType)
    {
        _problems.Add($"{elementType}* is a pointer, which the core does without");
        return elementType + "*";
    }

    public string GetFunctionPointerType(MethodSignature<string> signature)
    {
        _problems.Add("a function pointer does not run on a board");
        return "method*";
    }

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired)
    {
        if (modifier != InitMarker) _problems.Add($"{unmodifiedType} is marked {modifier}, which a board does not know");
        return unmodifiedType;
    }

    private static string Generic(string name) => $"{name} is generic, which crashes a board at load";
}
