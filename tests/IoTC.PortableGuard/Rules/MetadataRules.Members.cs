using System;
using System.Reflection;
using System.Reflection.Metadata;

namespace IoTC.PortableGuard.Rules;

/// <content>Fields, methods, attributes and references to members.</content>
internal sealed partial class MetadataRules
{
    private void CheckField(string type, FieldDefinition field)
    {
        field.DecodeSignature(_text, null);
        ReportSignature(Declaration(type, _reader.GetString(field.Name)));
    }

    private void CheckMethod(string typeName, TypeDefinition type, MethodDefinitionHandle handle)
    {
        MethodDefinition method = _reader.GetMethodDefinition(handle);
        string name = _reader.GetString(method.Name);
        string place = Declaration(typeName, name);
        if (method.GetGenericParameters().Count > 0) Report(place, $"{name} is a generic method, which crashes a board at load");
        if (type.Attributes.HasFlag(TypeAttributes.Interface) && !method.Attributes.HasFlag(MethodAttributes.Abstract))
        {
            Report(place, $"{name} is an interface method with a body, which fails on a board when called");
        }

        method.DecodeSignature(_text, null);
        ReportSignature(place);
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = _image.GetMethodBody(method.RelativeVirtualAddress);
        CheckBody(handle, body);
        if (name == ".cctor") CheckStaticConstructor(handle, body);
    }

    private void CheckAttributes()
    {
        foreach (CustomAttributeHandle handle in _reader.CustomAttributes)
        {
            CustomAttribute attribute = _reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            string place = attribute.Parent.Kind == HandleKind.TypeDefinition
                ? Declaration(_reader.Name((TypeDefinitionHandle)attribute.Parent))
                : "(assembly)";
            CheckMemberReference((MemberReferenceHandle)attribute.Constructor, place);
        }
    }

    private void CheckMemberReference(MemberReferenceHandle handle, string place)
    {
        MemberReference member = _reader.GetMemberReference(handle);
        CheckTypeHandle(member.Parent, place);
        string signature = Text(member);
        ReportSignature(place);

        // A member of an array or of a generic type is not in the lists; its type has been reported.
        if (member.Parent.Kind != HandleKind.TypeReference) return;
        if (_library.FindType(_reader.Name((TypeReferenceHandle)member.Parent)) == null) return;
        if (!_library.HasMember(signature)) Report(place, $"{signature} is not on the board");
    }

    /// <summary>A reference as the lists write it.</summary>
    private string Text(MemberReference member)
    {
        string type = member.Parent.Kind == HandleKind.TypeReference ? _reader.Name((TypeReferenceHandle)member.Parent) : "";
        string name = _reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field) return $"{member.DecodeFieldSignature(_text, null)} {type}::{name}";
        MethodSignature<string> signature = member.DecodeMethodSignature(_text, null);
        string arity = signature.GenericParameterCount == 0 ? "" : "``" + signature.GenericParameterCount;
        return $"{signature.ReturnType} {type}::{name}{arity}({string.Join(',', signature.ParameterTypes)})";
    }
}
