using System;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <content>Fields and methods.</content>
internal sealed partial class ReferenceAssembly
{
    private void AddEnumValue(BoardType type) => _metadata.AddFieldDefinition(
        FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName,
        Text("value__"),
        _metadata.GetOrAddBlob(_signatures.Field(ConstantReader.UnderlyingType(type))));

    private void AddField(BoardType type, BoardField field)
    {
        FieldAttributes attributes = field.IsProtected ? FieldAttributes.Family : FieldAttributes.Public;
        if (field.IsStatic) attributes |= FieldAttributes.Static;
        if (field.IsReadOnly) attributes |= FieldAttributes.InitOnly;
        if (field.Constant != null) attributes |= FieldAttributes.Literal | FieldAttributes.HasDefault;
        FieldDefinitionHandle handle = _metadata.AddFieldDefinition(
            attributes, Text(field.Name), _metadata.GetOrAddBlob(_signatures.Field(field.FieldType)));
        if (field.Constant == null) return;
        string constantType = type.Kind == BoardTypeKind.Enum ? ConstantReader.UnderlyingType(type) : field.FieldType;
        _metadata.AddConstant(handle, ConstantReader.Read(constantType, field.Constant));
    }

    private void AddMethod(BoardType type, BoardMethod method)
    {
        int parameters = _metadata.GetRowCount(TableIndex.Param);
        for (int i = 0; i < method.Parameters.Count; i++) AddParameter(method, i);
        _metadata.AddMethodDefinition(
            Attributes(type, method),
            type.Kind == BoardTypeKind.Delegate ? MethodImplAttributes.Runtime : MethodImplAttributes.IL,
            Text(method.Name),
            _metadata.GetOrAddBlob(_signatures.Method(method)),
            bodyOffset: -1,
            MetadataTokens.ParameterHandle(parameters + 1));
    }

    private void AddParameter(BoardMethod method, int index)
    {
        bool isOut = UnlistedFacts.IsOut(method, method.Parameters[index]);
        bool isParams = index == method.Parameters.Count - 1 && UnlistedFacts.IsParams(method);
        ParameterHandle handle = _metadata.AddParameter(
            isOut ? ParameterAttributes.Out : ParameterAttributes.None, Text("arg" + index), index + 1);
        if (isParams) AddAttribute(handle, "System.Void System.ParamArrayAttribute::.ctor()", _ => { });
    }

    private MethodAttributes Attributes(BoardType type, BoardMethod method)
    {
        MethodAttributes attributes = MethodAttributes.HideBySig
            | (method.IsProtected ? MethodAttributes.Family : MethodAttributes.Public);
        if (method.IsStatic) attributes |= MethodAttributes.Static;
        if (method.IsVirtual) attributes |= MethodAttributes.Virtual;
        if (method.IsAbstract) attributes |= MethodAttributes.Abstract;
        if (method.IsVirtual && !Overrides(type, method)) attributes |= MethodAttributes.NewSlot;
        if (method.Name == ".ctor") attributes |= MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        if (IsAccessor(type, method.Name) || method.Name.StartsWith("op_", StringComparison.Ordinal))
        {
            attributes |= MethodAttributes.SpecialName;
        }

        return attributes;
    }

    private bool Overrides(BoardType type, BoardMethod method)
    {
        for (string? name = type.BaseType; name != null;)
        {
            BoardType parent = _library.FindType(name)!;
            if (parent.Methods.Any(other => other.IsVirtual && other.NameAndParameters == method.NameAndParameters)) return true;
            name = parent.BaseType;
        }

        return false;
    }

    private static bool IsAccessor(BoardType type, string name) =>
        type.Properties.Any(property => name == "get_" + property.Name || name == "set_" + property.Name)
        || type.Events.Any(e => name == "add_" + e.Name || name == "remove_" + e.Name);
}
