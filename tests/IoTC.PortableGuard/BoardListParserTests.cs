using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IoTC.PortableGuard.Listing;
using NUnit.Framework;

namespace IoTC.PortableGuard;

public sealed class BoardListParserTests
{
    [TestCase("T class A.B : System.Object, A.I, A.J", BoardTypeKind.Class, BoardTypeModifier.None, "System.Object", "A.I A.J")]
    [TestCase("T abstract class A.B : System.Object", BoardTypeKind.Class, BoardTypeModifier.Abstract, "System.Object", "")]
    [TestCase("T sealed class A.B : System.Object", BoardTypeKind.Class, BoardTypeModifier.Sealed, "System.Object", "")]
    [TestCase("T static class A.B : System.Object", BoardTypeKind.Class, BoardTypeModifier.Static, "System.Object", "")]
    [TestCase("T class A.B", BoardTypeKind.Class, BoardTypeModifier.None, null, "")]
    [TestCase("T interface A.B : A.I", BoardTypeKind.Interface, BoardTypeModifier.None, null, "A.I")]
    [TestCase("T enum A.B : System.Enum", BoardTypeKind.Enum, BoardTypeModifier.None, "System.Enum", "")]
    [TestCase("T delegate A.B : System.MulticastDelegate", BoardTypeKind.Delegate, BoardTypeModifier.None, "System.MulticastDelegate", "")]
    [TestCase("T valuetype A.B : System.ValueType, A.I", BoardTypeKind.ValueType, BoardTypeModifier.None, "System.ValueType", "A.I")]
    public void A_type_line(string line, object kind, object modifier, string? baseType, string interfaces)
    {
        BoardType type = ParseOne(line);
        Assert.That(type.Name, Is.EqualTo("A.B"));
        Assert.That(type.Kind, Is.EqualTo(kind));
        Assert.That(type.Modifier, Is.EqualTo(modifier));
        Assert.That(type.BaseType, Is.EqualTo(baseType));
        Assert.That(string.Join(' ', type.Interfaces), Is.EqualTo(interfaces));
    }

    [TestCase("T enum A.B/C : System.Enum", "A.B", 0)]
    [TestCase("T delegate A.B`2 : System.MulticastDelegate", null, 2)]
    public void A_name_tells_nesting_and_arity(string line, string? enclosing, int arity)
    {
        BoardType type = ParseOne(line);
        Assert.That(type.EnclosingType, Is.EqualTo(enclosing));
        Assert.That(type.Arity, Is.EqualTo(arity));
    }

    [TestCase("M public instance System.Void T::.ctor()", "System.Void T::.ctor()", "")]
    [TestCase("M public static System.Byte[] T::F(System.Char[],System.Int32&)", "System.Byte[] T::F(System.Char[],System.Int32&)", "static")]
    [TestCase("M protected instance virtual !0 T::F(!0,A.B/C)", "!0 T::F(!0,A.B/C)", "protected virtual")]
    [TestCase("M public instance abstract System.Void T::F()", "System.Void T::F()", "virtual abstract")]
    public void A_method_line(string line, string signature, string flags)
    {
        BoardMethod method = ParseOne("T class T\n" + line).Methods.Single();
        string[] found =
        [
            method.IsProtected ? "protected" : "", method.IsStatic ? "static" : "",
            method.IsVirtual ? "virtual" : "", method.IsAbstract ? "abstract" : "",
        ];
        Assert.That(method.Signature, Is.EqualTo(signature));
        Assert.That(string.Join(' ', found.Where(flag => flag.Length > 0)), Is.EqualTo(flags));
    }

    [TestCase("F public const System.Int32 T::X = -5", true, false, "-5")]
    [TestCase("F public const System.Char T::X = '\\u0000'", true, false, "'\\u0000'")]
    [TestCase("F public const System.String T::X = a b = c", true, false, "a b = c")]
    [TestCase("F public static readonly System.Int32 T::X", true, true, null)]
    [TestCase("F protected instance System.Int32 T::X", false, false, null)]
    public void A_field_line(string line, bool isStatic, bool isReadOnly, string? constant)
    {
        BoardField field = ParseOne("T class T\n" + line).Fields.Single();
        Assert.That(field.Name, Is.EqualTo("X"));
        Assert.That((field.IsStatic, field.IsReadOnly, field.Constant), Is.EqualTo((isStatic, isReadOnly, constant)));
        Assert.That(field.IsProtected, Is.EqualTo(line.Contains("protected")));
    }

    [TestCase("P System.Int32 T::X() { get; }", 0, true, false)]
    [TestCase("P System.Int32 T::X() { set; }", 0, false, true)]
    [TestCase("P System.Int32 T::X(System.Int32,System.Object) { get; set; }", 2, true, true)]
    public void A_property_line(string line, int parameters, bool get, bool set)
    {
        BoardProperty property = ParseOne("T class T\n" + line).Properties.Single();
        Assert.That((property.Name, property.PropertyType), Is.EqualTo(("X", "System.Int32")));
        Assert.That((property.Parameters.Count, property.HasGetter, property.HasSetter), Is.EqualTo((parameters, get, set)));
    }

    [Test]
    public void An_event_line() =>
        Assert.That(ParseOne("T class T\nE A.Handler T::X").Events.Single(), Is.EqualTo(new BoardEvent("T", "X", "A.Handler")));

    [Test]
    public void Comments_and_empty_lines_are_skipped() =>
        Assert.That(ParseOne("# T class No\n\nT class Yes").Name, Is.EqualTo("Yes"));

    [TestCase("T class T\nX what", "list(2): not a line of the list")]
    [TestCase("T clas T", "list(1): not a line of the list")]
    [TestCase("T class T\nM public System.Void T::F()", "list(2): not a line of the list")]
    [TestCase("T class T\nM public static System.Void T::F(", "list(2): not a line of the list")]
    [TestCase("T class T\nP System.Int32 T::X()", "list(2): not a line of the list")]
    [TestCase("M public static System.Void T::F()\nT class T", "list(1): a member before its type")]
    [TestCase("T class T\nT class T", "list(2): listed twice")]
    public void A_bad_line_is_named(string list, string message) =>
        Assert.That(() => ParseOne(list), Throws.InstanceOf<FormatException>().With.Message.StartsWith(message));

    private static BoardType ParseOne(string list)
    {
        var types = new Dictionary<string, BoardType>();
        BoardListParser.Parse(new StringReader(list), "list", types);
        return types.Values.Single();
    }
}
