using System;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <summary>Writes listed type names as metadata signatures (ECMA-335 II.23.2).</summary>
internal sealed class SignatureWriter(BoardLibrary library, IReadOnlyDictionary<string, TypeDefinitionHandle> types)
{
    public TypeDefinitionHandle Handle(string name) =>
        types.TryGetValue(name, out TypeDefinitionHandle handle)
            ? handle
            : throw new InvalidOperationException($"{name} is named by a list but declared by none of those loaded");

    public BlobBuilder Method(BoardMethod method)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).MethodSignature(isInstanceMethod: !method.IsStatic).Parameters(
            method.Parameters.Count,
            result => Return(result, method.ReturnType),
            parameters => Parameters(parameters, method.Parameters));
        return blob;
    }

    public BlobBuilder Property(BoardProperty property, bool isStatic)
    {
        var blob = new BlobBuilder();
        new BlobEncoder(blob).PropertySignature(isInstanceProperty: !isStatic).Parameters(
            property.Parameters.Count,
            result => Return(result, property.PropertyType),
            parameters => Parameters(parameters, property.Parameters));
        return blob;
    }

    public BlobBuilder Field(string type)
    {
        var blob = new BlobBuilder();
        Type(new BlobEncoder(blob).FieldSignature(), type);
        return blob;
    }

    private void Return(ReturnTypeEncoder encoder, string type)
    {
        if (type == "System.Void") encoder.Void();
        else if (type == "System.TypedReference") encoder.TypedReference();
        else Type(encoder.Type(isByRef: type.EndsWith('&')), type.TrimEnd('&'));
    }

    private void Parameters(ParametersEncoder encoder, IReadOnlyList<string> parameters)
    {
        foreach (string parameter in parameters)
        {
            Type(encoder.AddParameter().Type(isByRef: parameter.EndsWith('&')), parameter.TrimEnd('&'));
        }
    }

    private void Type(SignatureTypeEncoder encoder, string type)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal)) Type(encoder.SZArray(), type[..^2]);
        else if (type[0] == '!') encoder.GenericTypeParameter(int.Parse(type.AsSpan(1), CultureInfo.InvariantCulture));
        else if (!Primitive(encoder, type)) encoder.Type(Handle(type), library.FindType(type)!.IsValueType);
    }

    private static bool Primitive(SignatureTypeEncoder encoder, string type)
    {
        switch (type)
        {
            case "System.Boolean": encoder.Boolean(); return true;
            case "System.Byte": encoder.Byte(); return true;
            case "System.Char": encoder.Char(); return true;
            case "System.Double": encoder.Double(); return true;
            case "System.Int16": encoder.Int16(); return true;
            case "System.Int32": encoder.Int32(); return true;
            case "System.Int64": encoder.Int64(); return true;
            case "System.IntPtr": encoder.IntPtr(); return true;
            case "System.Object": encoder.Object(); return true;
            case "System.SByte": encoder.SByte(); return true;
            case "System.Single": encoder.Single(); return true;
            case "System.String": encoder.String(); return true;
            case "System.UInt16": encoder.UInt16(); return true;
            case "System.UInt32": encoder.UInt32(); return true;
            case "System.UInt64": encoder.UInt64(); return true;
            case "System.UIntPtr": encoder.UIntPtr(); return true;
            default: return false;
        }
    }
}
