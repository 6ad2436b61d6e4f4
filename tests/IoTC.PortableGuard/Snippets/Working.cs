using System.Collections.Generic;
using NUnit.Framework;

namespace IoTC.PortableGuard.Snippets;

/// <summary>Small programs that boards run.</summary>
internal static class Working
{
    public static IEnumerable<TestCaseData> All =>
    [
        Member("struct", "struct S { public int X; } int M() { var s = new S { X = 1 }; return s.X; }"),
        Member("readonly struct", "readonly struct S { public S(int x) { X = x; } public int X { get; } public override string ToString() => X.ToString(); }"),
        Member("ref struct", "ref struct S { public int X; }"),
        Member("ref and out", "void M(ref int a, out int b) { b = a; a = 1; }"),
        Member("ref return", "int[] _f = new int[2]; ref int M() => ref _f[0];"),
        Member("in on a static method", "static long M(in long x) => x + 1;"),
        Member("interface", "interface I { int X { get; } void M(int a); event System.EventHandler E; }"),
        Member("delegate", "delegate int D(int x); int M(D d) => d(1);"),
        Member("event", "event System.EventHandler E; void M() => E?.Invoke(this, System.EventArgs.Empty);"),
        Member("lambda", "delegate int D(int x); D M() => x => x + 1;"),
        Member("closure", "delegate int D(int x); D M(int y) => x => x + y;"),
        Member("local function", "int M(int x) { return F(1); int F(int y) => x + y; }"),
        Member("interpolation", "string M(int x, string s) => $\"{x}: {s} {x:D2}\";"),
        Member("interpolation of five", "string M(int x) => $\"{x}{x}{x}{x}{x}\";"),
        Member("string.Format", "string M(int x) => string.Format(\"{0}{1}\", x, x);"),
        Member("concatenation", "string M(string s, int x) => s + x + s + s + s;"),
        Member("StringBuilder", "string M() => new System.Text.StringBuilder().Append('a').Append(1).ToString();"),
        Member("switch expression", "int M(object o) => o switch { int i when i > 1 => i, string { Length: > 2 } => 2, null => 3, _ => 0 };"),
        Member("switch on strings", Switch),
        Member("patterns", "bool M(object o, int x) => o is not null && x is >= 1 and < 5 or 9;"),
        Member("init accessor", "class D { public int X { get; init; } } D M() => new D { X = 1 };"),
        Member("Deconstruct", "void Deconstruct(out int a, out int b) { a = b = 1; } int M() { (int a, int b) = this; return a + b; }"),
        new TestCaseData("#nullable enable\nclass C { string? _f; public string M(string? s) => s ?? _f ?? \"\"; object? N(object? o) => o; }")
            .SetArgDisplayNames("nullable annotations"),
        new TestCaseData("namespace A.B;\nclass C { }").SetArgDisplayNames("file-scoped namespace"),
        Member("array initialiser", "static readonly byte[] F = { 1, 2, 3, 4 }; static readonly uint[] G = { 1, 2, 3 };"),
        Member("trivial statics", "static int F = 5; static long G = 7; static object H = new object(); static string[] I = { \"a\", \"b\" }; static byte[] J = new byte[64];"),
        Member("jagged array", "static readonly byte[][] F = { new byte[] { 1, 2 }, new byte[] { 3 } }; byte[][] M() => new byte[3][];"),
        Member("ArrayList and foreach", "int M() { var l = new System.Collections.ArrayList(); l.Add(1); int n = 0; foreach (int x in l) n += x; return n + (int)l[0]; }"),
        Member("foreach", "int M(string s, byte[] b) { int n = 0; foreach (byte x in b) n += x; foreach (char c in s) n += c; return n; }"),
        Member("exceptions and filters", "void M(int x) { try { throw new System.ArgumentException(\"a\", nameof(x)); } catch (System.Exception e) when (e.Message != null) { throw; } finally { x = 1; } }"),
        Member("lock", "void M() { lock (this) { } }"),
        Member("thread", "void M() { var t = new System.Threading.Thread(() => { }); t.Start(); t.Join(); System.Threading.Thread.Sleep(1); }"),
        Member("timer", "object M() => new System.Threading.Timer(o => { }, null, 1, System.Threading.Timeout.Infinite);"),
        Member("AutoResetEvent", "bool M() => new System.Threading.AutoResetEvent(false).WaitOne(5, false);"),
        Member("Interlocked", "int _f; int M() => System.Threading.Interlocked.CompareExchange(ref _f, 1, 0);"),
        Member("BitConverter", "int M(byte[] b) => System.BitConverter.ToInt32(b, 0); long N(double d) => System.BitConverter.DoubleToInt64Bits(d);"),
        Member("Base64", "byte[] M(byte[] b) => System.Convert.FromBase64String(System.Convert.ToBase64String(b, 0, 3));"),
        Member("UTF-8", "string M(string s) { byte[] b = System.Text.Encoding.UTF8.GetBytes(s); return System.Text.Encoding.UTF8.GetString(b, 0, b.Length) + new string(System.Text.Encoding.UTF8.GetChars(b)); }"),
        Member("copying", "void M(byte[] a, byte[] b) { System.Array.Copy(a, 0, b, 1, 2); System.Array.Clear(a, 0, 1); object c = a.Clone(); }"),
        Member("parsing", "bool M(string s) => int.TryParse(s, out int x) && double.TryParse(s, out _) && x > 0;"),
        Member("unchecked arithmetic", "uint M(uint x, int n) => unchecked((x << n) | (x >> (32 - n))); byte N(long x) => (byte)(x % 256);"),
        Member("Unix seconds", "long M() => (System.DateTime.UtcNow.Ticks - 621355968000000000L) / 10000000L;"),
        Member("enum", "[System.Flags] enum E : byte { None, A = 1, B = 2 } bool M(E e) => (e & E.A) != 0;"),
        Member("constants", "const string F = \"a\" + \"b\"; const double G = 1e300; const char H = '\\n';"),
        Member("indexer", "int this[int i] => i; char M(string s, System.Text.StringBuilder b) => b[0] == s[0] ? b[1] : s[this[1]];"),
        Member("own exception", "class E : System.Exception { public E(string m, System.Exception e) : base(m, e) { } public override string Message => \"x\"; }"),
        Member("own interface of the board", "class D : System.IDisposable, System.Collections.IComparer { public void Dispose() { } public int Compare(object a, object b) => 0; }"),
        Member("abstract and override", "abstract class D { public abstract int X { get; } public virtual void M() { } } sealed class E : D { public override int X => 1; public override void M() => base.M(); }"),
        Member("attributes", "[System.Diagnostics.CodeAnalysis.DoesNotReturn] static void M() => throw new System.InvalidOperationException(); static bool N([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] object o) => o != null;"),
        Member("params", "int N(params object[] a) => a.Length; int M() => N() + N(1, 2) + \"a b\".Split(' ').Length;"),
        Member("using", "void M(System.IDisposable d) { using (d) { } using System.IDisposable e = d; }"),
        Member("goto and loops", "int M(int x) { again: while (x < 9) { do { x++; } while (x % 3 != 0); if (x == 6) goto again; } return x; }"),
        Member("typeof and is", "bool M(object o) => o.GetType() == typeof(C) || o as string != null;"),
        Member("extension method", "} static class D { public static int Twice(this int x) => x * 2; static int M() => 3.Twice();"),
    ];

    private const string Switch =
        "int M(string s) { switch (s) { case \"a\": return 1; case \"bb\": return 2; case \"ccc\": return 3; case \"d\": return 4; "
        + "case \"ee\": return 5; case \"fff\": return 6; case \"g\": return 7; case \"hh\": return 8; default: return 0; } }";

    private static TestCaseData Member(string name, string member) =>
        new TestCaseData($"#nullable disable\nclass C {{ {member} }}").SetArgDisplayNames(name);
}
