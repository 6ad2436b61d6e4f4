using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <content>What joins rows: interfaces, nesting, type parameters, properties, events, attributes.</content>
internal sealed partial class ReferenceAssembly
{
    private const string AttributeUsage = "System.Void System.AttributeUsageAttribute::.ctor(System.AttributeTargets)";
    private const string DefaultMember = "System.Void System.Reflection.DefaultMemberAttribute::.ctor(System.String)";

    private void AddRelations(BoardType type)
    {
        TypeDefinitionHandle handle = _types[type.Name];
        IEnumerable<TypeDefinitionHandle> interfaces = type.Interfaces.Select(_signatures.Handle)
            .OrderBy(parent => MetadataTokens.GetRowNumber(parent));
        foreach (TypeDefinitionHandle parent in interfaces) _metadata.AddInterfaceImplementation(handle, parent);
        if (type.EnclosingType != null) _metadata.AddNestedType(handle, _signatures.Handle(type.EnclosingType));
        for (int i = 0; i < type.Arity; i++)
        {
            _metadata.AddGenericParameter(handle, GenericParameterAttributes.None, Text("T" + (i + 1)), i);
        }

        AddProperties(type, handle);
        AddEvents(type, handle);

        // The lists do not say what an attribute may be put on; the .NET compilation checks that.
        if (type.BaseType == "System.Attribute")
        {
            AddAttribute(
                handle, AttributeUsage, all => all.AddArgument().Scalar().Constant((int)AttributeTargets.All),
                named => named.AddArgument(
                    isField: false, kind => kind.ScalarType().Boolean(), name => name.Name("AllowMultiple"), value => value.Scalar().Constant(true)));
        }
    }

    private void AddProperties(BoardType type, TypeDefinitionHandle handle)
    {
        PropertyDefinitionHandle first = default;
        foreach (BoardProperty property in type.Properties)
        {
            BoardMethod? getter = property.HasGetter ? Accessor(type, "get_" + property.Name, property.Parameters) : null;
            BoardMethod? setter = property.HasSetter
                ? Accessor(type, "set_" + property.Name, [.. property.Parameters, property.PropertyType])
                : null;
            bool isStatic = (getter ?? setter)!.IsStatic;
            PropertyDefinitionHandle row = _metadata.AddProperty(
                PropertyAttributes.None, Text(property.Name), _metadata.GetOrAddBlob(_signatures.Property(property, isStatic)));
            if (first.IsNil) first = row;
            if (getter != null) _metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Getter, _methods[getter.Signature]);
            if (setter != null) _metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Setter, _methods[setter.Signature]);
        }

        if (!first.IsNil) _metadata.AddPropertyMap(handle, first);
        if (type.Properties.Find(property => property.Parameters.Count > 0) is { } indexer)
        {
            AddAttribute(handle, DefaultMember, name => name.AddArgument().Scalar().Constant(indexer.Name));
        }
    }

    private void AddEvents(BoardType type, TypeDefinitionHandle handle)
    {
        EventDefinitionHandle first = default;
        foreach (BoardEvent e in type.Events)
        {
            EventDefinitionHandle row = _metadata.AddEvent(EventAttributes.None, Text(e.Name), _signatures.Handle(e.HandlerType));
            if (first.IsNil) first = row;
            BoardMethod adder = Accessor(type, "add_" + e.Name, [e.HandlerType]);
            BoardMethod remover = Accessor(type, "remove_" + e.Name, [e.HandlerType]);
            _metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Adder, _methods[adder.Signature]);
            _metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Remover, _methods[remover.Signature]);
        }

        if (!first.IsNil) _metadata.AddEventMap(handle, first);
    }

    private static BoardMethod Accessor(BoardType type, string name, IReadOnlyList<string> parameters) =>
        type.Methods.Find(method => method.Name == name && method.Parameters.SequenceEqual(parameters))
        ?? throw new InvalidOperationException($"{type.Name}::{name} is an accessor without a method");

    private void AddAttribute(
        EntityHandle parent, string constructor, Action<FixedArgumentsEncoder> arguments, Action<NamedArgumentsEncoder>? named = null)
    {
        // A small list may lack the attribute; what it would say is then lost, as it would be to a compiler.
        if (!_methods.TryGetValue(constructor, out MethodDefinitionHandle handle)) return;
        var blob = new BlobBuilder();
        new BlobEncoder(blob).CustomAttributeSignature(arguments, count => WriteNamed(count, named));
        _metadata.AddCustomAttribute(parent, handle, _metadata.GetOrAddBlob(blob));
    }

    private static void WriteNamed(CustomAttributeNamedArgumentsEncoder encoder, Action<NamedArgumentsEncoder>? named)
    {
        NamedArgumentsEncoder arguments = encoder.Count(named == null ? 0 : 1);
        named?.Invoke(arguments);
    }
}
