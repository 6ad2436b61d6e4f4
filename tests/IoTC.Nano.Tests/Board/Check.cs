using System;
using System.Text;

namespace IoTC.Nano.Tests;

/// <summary>Runs tests, prints a line for each, and counts.</summary>
internal sealed class Check
{
    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Test(string name, TestBody body)
    {
        try
        {
            body();
            Passed++;
            Console.WriteLine("PASS " + name);
        }
        catch (Exception exception)
        {
            Failed++;
            Console.WriteLine("FAIL " + name + ": " + exception.Message);
        }
    }

    public static void That(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException(what);
    }

    public static void Equal(long expected, long actual)
    {
        if (expected != actual) throw new InvalidOperationException("expected " + expected.ToString() + ", was " + actual.ToString());
    }

    public static void Equal(string expected, string? actual)
    {
        if (expected != actual) throw new InvalidOperationException("expected '" + expected + "', was '" + actual + "'");
    }

    public static void Has(string text, string part)
    {
        if (text.IndexOf(part) < 0) throw new InvalidOperationException("'" + part + "' is not in '" + text + "'");
    }

    public static void Throws(TestBody body)
    {
        try
        {
            body();
        }
        catch (Exception)
        {
            return;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    public static byte[] Utf8(string text) => text.Length == 0 ? new byte[0] : Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] bytes, int offset, int count) => count == 0 ? "" : Encoding.UTF8.GetString(bytes, offset, count);
}
