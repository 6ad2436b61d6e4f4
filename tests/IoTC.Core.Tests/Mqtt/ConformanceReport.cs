using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;

namespace IoTC.Core.Tests.Mqtt;

/// <summary>Joins the normative statements of MQTT 3.1.1 with the tests that hold them, and writes the table docs/mqtt-conformance.md.</summary>
/// <remarks>Compiled into the tests, which compare the file with it, and into tools/ConformanceReport, which writes the file.</remarks>
internal static class ConformanceReport
{
    public const string DocumentPath = "docs/mqtt-conformance.md";
    public const string StatementsPath = "tests/IoTC.Core.Tests/Mqtt/statements.txt";

    /// <summary>Test projects with tests of statements, beside the one this is compiled into.</summary>
    public const string SocketTests = "IoTC.Transport.Sockets.Tests";

    /// <summary>Statements without a test, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotOffered = new Dictionary<string, string>();

    /// <summary>Reads lines of id|D or V|text.</summary>
    public static List<Statement> ReadStatements(string root)
        => File.ReadLines(Path.Combine(root, StatementsPath)).Select(line => line.Split('|', 3)).Select(parts => new Statement(parts[0], parts[1], parts[2])).ToList();

    /// <summary>The tests of each statement, as Fixture.Method, or Fixture where the attribute is on the class.</summary>
    public static SortedDictionary<string, SortedSet<string>> FindTests(params Assembly[] tests)
    {
        var found = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (Type type in tests.SelectMany(assembly => assembly.GetTypes()))
        {
            Add(found, type, type.Name);
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                Add(found, method, type.Name + "." + method.Name);
            }
        }

        return found;
    }

    public static string Write(List<Statement> statements, SortedDictionary<string, SortedSet<string>> tests)
    {
        var text = new StringBuilder();
        text.Append("# MQTT 3.1.1 conformance\n\n");
        text.Append("Written by `dotnet run --project tools/ConformanceReport` from the tests; do not edit.\n\n");
        text.Append("D: the client's own duty. V: a server's duty whose breach the client notices. ");
        int held = statements.Count(statement => tests.ContainsKey(statement.Id));
        text.Append(held).Append(" of ").Append(statements.Count).Append(" statements are held by named tests.\n\n");
        text.Append("| statement | | in short | tests |\n|---|---|---|---|\n");
        foreach (Statement statement in statements)
        {
            text.Append("| ").Append(statement.Id).Append(" | ").Append(statement.Whose).Append(" | ").Append(statement.Text).Append(" | ");
            text.Append(Cell(statement.Id, tests)).Append(" |\n");
        }

        return text.ToString();
    }

    /// <summary>The folder of IoTC.sln, from any folder below it.</summary>
    public static string FindRoot(string folder)
    {
        string? root = folder;
        while (root != null && !File.Exists(Path.Combine(root, "IoTC.sln"))) root = Path.GetDirectoryName(root);
        return root ?? throw new DirectoryNotFoundException("IoTC.sln is in no folder above " + folder);
    }

    private static string Cell(string id, SortedDictionary<string, SortedSet<string>> tests)
    {
        if (tests.TryGetValue(id, out SortedSet<string>? names)) return string.Join("<br>", names.Select(name => "`" + name + "`"));
        return NotOffered.TryGetValue(id, out string? reason) ? reason : "**none**";
    }

    private static void Add(SortedDictionary<string, SortedSet<string>> found, MemberInfo member, string name)
    {
        foreach (CustomAttributeData attribute in member.GetCustomAttributesData())
        {
            if (attribute.AttributeType.Name != "ConformsAttribute") continue;
            string id = (string)attribute.ConstructorArguments[0].Value!;
            if (!found.TryGetValue(id, out SortedSet<string>? names)) found[id] = names = new SortedSet<string>(StringComparer.Ordinal);
            names.Add(name);
        }
    }

    /// <summary>One normative statement.</summary>
    /// <param name="Id">Such as MQTT-2.2.2-2.</param>
    /// <param name="Whose">D or V.</param>
    /// <param name="Text">In short.</param>
    internal sealed record Statement(string Id, string Whose, string Text);
}
