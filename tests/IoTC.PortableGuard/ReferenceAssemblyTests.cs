using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using IoTC.PortableGuard.Emitting;
using IoTC.PortableGuard.Listing;
using IoTC.PortableGuard.Rules;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The reference assembly says what the lists say, and no more.</summary>
public sealed class ReferenceAssemblyTests
{
    [TestCase("mscorlib")]
    [TestCase("mscorlib", "System.Text")]
    [TestCase("mscorlib", "System.Math")]
    [TestCase("mscorlib", "System.Collections")]
    [TestCase("mscorlib", "System.Security.Cryptography")]
    [TestCase("mscorlib", "System.Text", "System.Threading", "System.Collections", "System.IO.Streams", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "System.Net")]
    public void It_declares_exactly_what_is_listed(params string[] lists)
    {
        BoardLibrary library = BoardLibrary.Load(lists);
        using var image = new PEReader(ReferenceAssembly.Write(library));
        MetadataReader reader = image.GetMetadataReader();
        var text = new SignatureText(library);

        string[] types = [.. reader.TypeDefinitions.Skip(1).Select(reader.Name)];
        Assert.That(types, Is.EquivalentTo(library.Types.Select(type => type.Name)));
        Assert.That(reader.TypeDefinitions.SelectMany(type => Methods(reader, type, text)), Is.EquivalentTo(
            library.Types.SelectMany(type => type.Methods).Select(method => method.Signature)));
        Assert.That(reader.TypeDefinitions.SelectMany(type => Fields(reader, type, text)), Is.EquivalentTo(
            library.Types.SelectMany(type => type.Fields).Select(field => field.Signature)));
        Assert.That(reader.PropertyDefinitions, Has.Count.EqualTo(library.Types.Sum(type => type.Properties.Count)));
        Assert.That(reader.EventDefinitions, Has.Count.EqualTo(library.Types.Sum(type => type.Events.Count)));
        Assert.That(reader.AssemblyReferences, Is.Empty);
    }

    [Test]
    public void A_list_that_names_a_missing_type_is_refused() =>
        Assert.That(
            () => ReferenceAssembly.Write(BoardLibrary.Parse("T class A\nM public static B A::F()")),
            Throws.InvalidOperationException.With.Message.StartsWith("B is named by a list"));

    [Test]
    public void A_property_without_its_accessor_is_refused() =>
        Assert.That(
            () => ReferenceAssembly.Write(BoardLibrary.Parse("T class A\nP A A::X() { get; }")),
            Throws.InvalidOperationException.With.Message.StartsWith("A::get_X is an accessor without a method"));

    [TestCase("System.Int64", "-9223372036854775808", long.MinValue)]
    [TestCase("System.UInt64", "18446744073709551615", ulong.MaxValue)]
    [TestCase("System.Double", "5E-324", double.Epsilon)]
    [TestCase("System.Double", "NaN", double.NaN)]
    [TestCase("System.Single", "-Infinity", float.NegativeInfinity)]
    [TestCase("System.Char", "'\\uffff'", '\uffff')]
    [TestCase("System.String", "a b", "a b")]
    public void A_constant_is_read(string type, string text, object expected) =>
        Assert.That(ConstantReader.Read(type, text), Is.EqualTo(expected).And.TypeOf(expected.GetType()));

    [TestCase("1", "System.Int32")]
    [TestCase("4294967295", "System.UInt32")]
    [TestCase("4294967296", "System.Int64")]
    public void An_enum_takes_the_first_type_that_holds_its_values(string value, string expected)
    {
        BoardType type = BoardLibrary.Parse($"T enum E : System.Enum\nF public const E E::X = {value}").Types.Single();
        Assert.That(ConstantReader.UnderlyingType(type), Is.EqualTo(expected));
    }

    private static IEnumerable<string> Methods(MetadataReader reader, TypeDefinitionHandle type, SignatureText text)
    {
        foreach (MethodDefinition method in reader.GetTypeDefinition(type).GetMethods().Select(reader.GetMethodDefinition))
        {
            MethodSignature<string> signature = method.DecodeSignature(text, null);
            string parameters = string.Join(',', signature.ParameterTypes);
            yield return $"{signature.ReturnType} {reader.Name(type)}::{reader.GetString(method.Name)}({parameters})";
        }
    }

    private static IEnumerable<string> Fields(MetadataReader reader, TypeDefinitionHandle type, SignatureText text) =>
        from handle in reader.GetTypeDefinition(type).GetFields()
        let field = reader.GetFieldDefinition(handle)
        where !field.Attributes.HasFlag(FieldAttributes.RTSpecialName)
        select $"{field.DecodeSignature(text, null)} {reader.Name(type)}::{reader.GetString(field.Name)}";
}
