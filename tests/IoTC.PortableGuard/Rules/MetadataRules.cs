using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Rules;

/// <summary>Looks through a compiled image for what compiles but does not run on a board.</summary>
internal sealed partial class MetadataRules
{
    private readonly PEReader _image;
    private readonly MetadataReader _reader;
    private readonly BoardLibrary _library;
    private readonly SourceMap? _map;
    private readonly DebugLines _lines;
    private readonly SignatureText _text;
    private readonly List<Violation> _violations = [];

    private MetadataRules(PEReader image, BoardLibrary library, SourceMap? map, DebugLines lines)
    {
        _image = image;
        _reader = image.GetMetadataReader();
        _library = library;
        _map = map;
        _lines = lines;
        _text = new SignatureText(library);
    }

    /// <summary>Checks an image.</summary>
    /// <param name="image">A PE image; its embedded debug information gives the lines.</param>
    /// <param name="library">What the image may refer to.</param>
    /// <param name="map">Where declarations are; without it they are shown by name.</param>
    public static IReadOnlyList<Violation> Check(Stream image, BoardLibrary library, SourceMap? map = null)
    {
        using var pe = new PEReader(image, PEStreamOptions.LeaveOpen | PEStreamOptions.PrefetchEntireImage);
        using var lines = new DebugLines(pe);
        var rules = new MetadataRules(pe, library, map, lines);
        foreach (TypeDefinitionHandle type in rules._reader.TypeDefinitions) rules.CheckType(type);
        rules.CheckAttributes();
        rules.CheckRemainingReferences();
        return [.. rules._violations.Distinct()];
    }

    private void CheckType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        string name = _reader.Name(handle);
        string place = Declaration(name);
        if (type.GetGenericParameters().Count > 0) Report(place, $"{name} is a generic type, which crashes a board at load");
        if (MetadataNames.IsLibrary(_reader.GetString(type.Namespace)) && !EmbeddedAttributes.Contains(_reader.GetString(type.Name)))
        {
            Report(place, $"{name} is made by the compiler or declared in the library's namespace; no board is known to run it");
        }

        CheckTypeHandle(type.BaseType, place);
        foreach (InterfaceImplementationHandle parent in type.GetInterfaceImplementations())
        {
            CheckTypeHandle(_reader.GetInterfaceImplementation(parent).Interface, place);
        }

        foreach (FieldDefinitionHandle field in type.GetFields()) CheckField(name, _reader.GetFieldDefinition(field));
        foreach (MethodDefinitionHandle method in type.GetMethods()) CheckMethod(name, type, method);
    }

    /// <summary>What no member or signature led to: reported without a place.</summary>
    private void CheckRemainingReferences()
    {
        HashSet<string> known = [.. _violations.Select(violation => violation.Message)];
        int reported = _violations.Count;
        foreach (TypeReferenceHandle type in _reader.TypeReferences) CheckTypeHandle(type, "(assembly)");
        foreach (MemberReferenceHandle member in _reader.MemberReferences) CheckMemberReference(member, "(assembly)");
        for (int i = _violations.Count - 1; i >= reported; i--)
        {
            if (known.Contains(_violations[i].Message)) _violations.RemoveAt(i);
        }
    }

    private void CheckTypeHandle(EntityHandle handle, string place)
    {
        if (handle.Kind == HandleKind.TypeReference) _text.GetTypeFromReference(_reader, (TypeReferenceHandle)handle, 0);
        if (handle.Kind == HandleKind.TypeSpecification) _text.GetTypeFromSpecification(_reader, null, (TypeSpecificationHandle)handle, 0);
        ReportSignature(place);
    }

    private string Declaration(string type, string? member = null) => _map?.Find(type, member) ?? type;

    private void ReportSignature(string place)
    {
        foreach (string problem in _text.TakeProblems()) Report(place, problem);
    }

    private void Report(string place, string message) => _violations.Add(new Violation(place, message));
}
