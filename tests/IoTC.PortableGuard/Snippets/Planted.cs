using System.Collections.Generic;
using NUnit.Framework;

namespace IoTC.PortableGuard.Snippets;

/// <summary>Small programs that a board cannot run, each with the words that the guard must find for it.</summary>
internal static class Planted
{
    /// <summary>Found by the compiler: the board's library lacks a type or member, or C# 10 lacks the feature.</summary>
    public static IEnumerable<TestCaseData> NotOnTheBoard =>
    [
        Member("Span", "void M(byte[] b) { System.Span<byte> s = b; }", "Span"),
        Member("ReadOnlySpan", "int M(System.ReadOnlySpan<byte> s) => s.Length;", "ReadOnlySpan"),
        Member("List", "System.Collections.Generic.List<int> F;", "System.Collections.Generic is not on the board"),
        Member("LINQ", "int M(int[] a) => System.Linq.Enumerable.Count(a);", "System.Linq is not on the board"),
        Member("query", "object M(int[] a) => from x in a select x;", "Could not find an implementation of the query pattern"),
        Member("Task", "System.Threading.Tasks.Task M() => null;", "System.Threading.Tasks is not on the board"),
        Member("async", "async void M() { }", "System.Runtime.CompilerServices.AsyncVoidMethodBuilder"),
        Member("yield", "System.Collections.IEnumerator M() { yield return 1; }", "System.Collections.Generic.IEnumerator`1 is not on the board"),
        Member("tuple", "(int, int) M() => (1, 2);", "System.ValueTuple`2 is not on the board"),
        Member("nullable struct", "int? F;", "System.Nullable`1 is not on the board"),
        Member("null-conditional value", "int M(string s) => s?.Length ?? 0;", "System.Nullable`1 is not on the board"),
        Member("record", "record R(int X);", "System.IEquatable`1 is not on the board"),
        Member("range", "string M(string s) => s[1..];", "System.Index is not on the board"),
        Member("from the end", "byte M(byte[] b) => b[^1];", "System.Index is not on the board"),
        Member("decimal", "decimal F;", "System.Decimal is not on the board"),
        Member("dynamic", "void M(dynamic d) { d.X(); }", "System.Runtime.CompilerServices.DynamicAttribute"),
        Member("volatile", "volatile bool _stop;", "System.Runtime.CompilerServices.IsVolatile is not on the board"),
        Member("in on an interface", "interface I { void M(in long x); }", "System.Runtime.InteropServices.InAttribute is not on the board"),
        Member("ref readonly return", "int _f; ref readonly int M() => ref _f;", "System.Runtime.InteropServices.InAttribute is not on the board"),
        Member("stackalloc", "void M() { System.Span<byte> s = stackalloc byte[4]; }", "Span"),
        Member("unsafe", "unsafe void M(byte* p) { }", "Unsafe code may only appear if compiling with /unsafe"),
        Member("u8 literal", "object M() => \"a\"u8.Length;", "is not in C# 10"),
        Member("list pattern", "bool M(int[] a) => a is [1, 2];", "is not in C# 10"),
        Member("raw string", "string M() => \"\"\"a\"\"\";", "is not in C# 10"),
        Member("required", "required int X { get; init; }", "is not in C# 10"),
        Member("file type", "} file class D {", "is not in C# 10"),
        Member("collection expression", "int[] M() => [1];", "is not in C# 10"),
        Member("primary constructor", "} class D(int x) { int M() => x;", "is not in C# 10"),
        Member("string.Replace", "string M(string s) => s.Replace(\"a\", \"b\");", "string.Replace is not on the board"),
        Member("string.Join", "string M(string[] s) => string.Join(\",\", s);", "string.Join is not on the board"),
        Member("StringComparison", "bool M(string s) => s.StartsWith(\"a\", System.StringComparison.Ordinal);", "StringComparison"),
        Member("InvariantCulture", "object M() => System.Globalization.CultureInfo.InvariantCulture;", "CultureInfo.InvariantCulture is not on the board"),
        Member("char.IsDigit", "bool M(char c) => char.IsDigit(c);", "char.IsDigit is not on the board"),
        Member("Buffer.BlockCopy", "void M(byte[] b) => System.Buffer.BlockCopy(b, 0, b, 1, 1);", "Buffer"),
        Member("Array.Resize", "void M(byte[] b) => System.Array.Resize(ref b, 1);", "Array.Resize is not on the board"),
        Member("Array.Empty", "byte[] M() => System.Array.Empty<byte>();", "Array.Empty is not on the board"),
        Member("GetByteCount", "int M(string s) => System.Text.Encoding.UTF8.GetByteCount(s);", "Encoding.GetByteCount is not on the board"),
        Member("Stopwatch", "System.Diagnostics.Stopwatch F;", "System.Diagnostics.Stopwatch is not on the board"),
        Member("Environment.TickCount", "int M() => System.Environment.TickCount;", "Environment"),
        Member("ThreadPool", "void M() => System.Threading.ThreadPool.QueueUserWorkItem(null);", "ThreadPool"),
        Member("Monitor.Wait", "void M() => System.Threading.Monitor.Wait(this);", "Monitor.Wait is not on the board"),
        Member("WaitOne(ms)", "bool M(System.Threading.AutoResetEvent e) => e.WaitOne(1);", "WaitOne"),
        Member("Interlocked on long", "long _f; void M() => System.Threading.Interlocked.Increment(ref _f);", "cannot convert from 'ref long' to 'ref int'"),
        Member("Queue", "System.Collections.Queue F;", "System.Collections.Queue is not on the board"),
        Member("Math", "int M() => System.Math.Min(1, 2);", "Math"),
        Member("named argument", "object M() => new System.ArgumentException(message: \"\");", "has no known parameter names; pass message by position"),
        Member("native int", "nint F;", "NativeIntegerAttribute is made by the compiler"),
        Member("Socket", "System.Net.Sockets.Socket F;", "System.Net is not on the board"),
    ];

    /// <summary>Found in the metadata: it compiles, and fails on the board.</summary>
    public static IEnumerable<TestCaseData> Unrunnable =>
    [
        Member("generic method", "void M<T>(T x) { }", "M is a generic method"),
        Member("generic local function", "int M() { return F(1); static T F<T>(T x) => x; }", "a generic method is called"),
        Member("generic class", "class D<T> { }", "C/D`1 is a generic type"),
        Member("generic struct", "struct D<T> { }", "C/D`1 is a generic type"),
        Member("generic interface", "interface D<T> { }", "C/D`1 is a generic type"),
        Member("generic delegate", "delegate T D<T>();", "C/D`1 is a generic type"),
        Member("Func field", "System.Func<int> F;", "System.Func`1<System.Int32> is generic"),
        Member("Func parameter", "void M(System.Func<int, int> f) { }", "System.Func`2<System.Int32,System.Int32> is generic"),
        Member("Func local", "int M() { System.Func<int> f = () => 1; return f(); }", "System.Func`1<System.Int32> is generic"),
        Member("Action of T", "void M(System.Action<string> f) => f(\"\");", "System.Action`1<System.String> is generic"),
        Member("EventHandler of T", "event System.EventHandler<object> E;", "System.EventHandler`1<System.Object> is generic"),
        Member("typeof open generic", "object M() => typeof(System.Func<>);", "System.Func`1 is generic"),
        Member("array of generics", "System.Func<int>[] F;", "System.Func`1<System.Int32> is generic"),
        Member("multidimensional array field", "int[,] F;", "System.Int32[,] is a multidimensional array"),
        Member("multidimensional array", "int M() { var a = new byte[2, 3, 4]; return a[0, 0, 1]; }", "System.Byte[,,] is a multidimensional array"),
        Member("default interface method", "interface I { int M() => 1; }", "M is an interface method with a body"),
        Member("static interface method", "interface I { static int M() => 1; }", "M is an interface method with a body"),
        Member("checked expression", "int M(int x) => checked(x + 1);", "add.ovf is checked arithmetic"),
        Member("checked cast", "byte M(int x) => checked((byte)x);", "conv.ovf.u1 is checked arithmetic"),
        Member("long array index", "byte M(byte[] b, long i) => b[i];", "conv.ovf.i is checked arithmetic"),
        Member("NUL in a literal", "string M() => \"a\\0b\";", "a string literal holds U+0000"),
        Member("type in System", "} namespace System { class HashCode { }", "System.HashCode is made by the compiler or declared in the library's namespace"),
        Member("static call", "static int F = G(); static int G() => 1;", "a static initialiser does work (call C::G)"),
        Member("static own object", "static C F = new C();", "a static initialiser does work (newobj C::.ctor)"),
        Member("static board call", "static string F = System.Convert.ToBase64String(new byte[3]);", "System.Convert::ToBase64String(System.Byte[]))"),
        Member("static loop", "static int F; static C() { for (int i = 0; i < 9; i++) F += i; }", "a static initialiser does work"),
        Member("static delegate", "static System.Action F = G; static void G() { }", "a static initialiser does work (ldftn C::G)"),
        Member("static list", "static System.Collections.ArrayList F = new System.Collections.ArrayList();", "System.Collections.ArrayList::.ctor())"),
    ];

    /// <summary>Puts a member into a class on line 2.</summary>
    private static TestCaseData Member(string name, string member, string reason) =>
        new TestCaseData($"#nullable disable\nclass C {{ {member} }}", reason).SetArgDisplayNames(name);
}
