using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IoTC.PortableGuard.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The metadata rules by themselves: images compiled against this machine's .NET, where the compiler has nothing to object.</summary>
public sealed class MetadataRulesTests
{
    private static readonly MetadataReference DotNet = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);

    [TestCase("string M(string s) => s.Replace('a', 'b');", "System.String System.String::Replace(System.Char,System.Char) is not on the board")]
    [TestCase("int M(string s) => s.IndexOf(\"a\", System.StringComparison.Ordinal);", "System.StringComparison is not on the board")]
    [TestCase("object M() => System.Array.Empty<int>();", "a generic method is called, which crashes a board at load")]
    [TestCase("object M() => System.Array.Empty<int>();", "!!0[] System.Array::Empty``1() is not on the board")]
    [TestCase("System.Span<byte> M(System.Span<byte> s) => s;", "System.Span`1<System.Byte> is generic, which crashes a board at load")]
    [TestCase("int? F;", "System.Nullable`1 is not on the board")]
    [TestCase("decimal F;", "System.Decimal is not on the board")]
    [TestCase("double M() => System.Double.Pi;", "")]
    [TestCase("bool M(double x) => double.IsFinite(x);", "System.Boolean System.Double::IsFinite(System.Double) is not on the board")]
    [TestCase("object F = System.EventArgs.Empty;", "")]
    [TestCase("object F = System.BitConverter.IsLittleEndian;", null)]
    [TestCase("object F = System.IO.Path.DirectorySeparatorChar;", "System.IO.Path is not on the board")]
    [TestCase("volatile bool F;", "System.Boolean is marked System.Runtime.CompilerServices.IsVolatile, which a board does not know")]
    [TestCase("volatile bool F; bool M() => F;", "volatile. does not run on a board")]
    [TestCase("interface I { void M(in long x); }", "System.Int64& is marked System.Runtime.InteropServices.InAttribute, which a board does not know")]
    [TestCase("int F; ref readonly int M() => ref F;", "System.Int32& is marked System.Runtime.InteropServices.InAttribute, which a board does not know")]
    [TestCase("int X { get; init; }", "")]
    [TestCase("int M() { unsafe { int* p = stackalloc int[9]; return *p; } }", "localloc does not run on a board")]
    [TestCase("unsafe int* F;", "System.Int32* is a pointer, which the core does without")]
    [TestCase("unsafe delegate*<int> F;", "a function pointer does not run on a board")]
    [TestCase("unsafe int M(delegate*<int> f) => f();", "calli does not run on a board")]
    [TestCase("int M() { try { return 1; } catch (System.Threading.LockRecursionException) { return 2; } }", "System.Threading.LockRecursionException is not on the board")]
    [TestCase("class D : System.Progress<int> { }", "System.Progress`1 is not on the board")]
    [TestCase("abstract class D : System.IAsyncDisposable { public abstract System.Threading.Tasks.ValueTask DisposeAsync(); }", "System.IAsyncDisposable is not on the board")]
    [TestCase("[System.ThreadStatic] static int F;", "System.ThreadStaticAttribute is not on the board")]
    [TestCase("int M(int x) { switch (x) { case 0: return 3; case 1: return 5; case 2: return 9; case 3: return checked(x * 2); } return 0; }", "mul.ovf is checked arithmetic, which never throws on a board")]
    public void An_image_is_judged_by_the_lists_alone(string member, string? expected)
    {
        IReadOnlyList<Violation> violations = Check($"class C {{ {member} }}");
        string[] messages = [.. violations.Where(violation => !IsCompilersOwn(violation)).Select(violation => violation.Message)];
        if (expected is { Length: 0 }) Assert.That(messages, Is.Empty);
        else Assert.That(messages, expected == null ? Is.Not.Empty : Does.Contain(expected));
    }

    [Test]
    public void Without_a_source_map_a_declaration_is_shown_by_name() =>
        Assert.That(Check("namespace N { class C { class D<T> { } } }").Select(violation => violation.ToString()), Does.Contain(
            "N.C/D`1: N.C/D`1 is a generic type, which crashes a board at load"));

    [Test]
    public void An_attribute_that_only_C_sharp_11_embeds_is_found()
    {
        using Stream image = Compile("class C { }", BoardGuard.CoreLibrary.Reference, LanguageVersion.CSharp11);
        Assert.That(MetadataRules.Check(image, BoardGuard.CoreLibrary).Select(violation => violation.Message), Is.EqualTo(
            new[] { "System.Runtime.CompilerServices.RefSafetyRulesAttribute is made by the compiler or declared in the library's namespace; no board is known to run it" }));
    }

    [Test]
    public void Code_is_counted_by_namespace()
    {
        using Stream image = Compile("namespace A { class C { int M() => 1; class D { int N() => 2; } } } namespace B { interface I { void M(); } }", DotNet);
        SortedDictionary<string, int> sizes = CodeSize.Measure(image);

        // Two methods of ldc.i4, ret; two constructors of ldarg.0, call, ret.
        Assert.That(sizes, Is.EqualTo(new SortedDictionary<string, int> { ["A"] = 2 * 2 + 2 * 7 }));
    }

    /// <summary>.NET's library makes the compiler add attributes for itself that a board's library does not ask for.</summary>
    private static bool IsCompilersOwn(Violation violation) =>
        violation.Message.Contains("System.Security.")
        || violation.Message.Contains("CompilationRelaxationsAttribute")
        || violation.Message.Contains("RuntimeCompatibilityAttribute")
        || violation.Message.Contains("CompilerGeneratedAttribute")
        || violation.Message.Contains("RefSafetyRulesAttribute");

    private static IReadOnlyList<Violation> Check(string source)
    {
        using Stream image = Compile(source, DotNet);
        return MetadataRules.Check(image, BoardGuard.CoreLibrary);
    }

    private static MemoryStream Compile(
        string source, MetadataReference library, LanguageVersion language = LanguageVersion.CSharp10)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Image",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(language))],
            [library],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        var image = new MemoryStream();
        Assert.That(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        image.Position = 0;
        return image;
    }
}
