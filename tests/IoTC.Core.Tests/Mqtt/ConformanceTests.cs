using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt;

/// <summary>Every normative statement that binds a client has a test, and the document says which.</summary>
[TestFixture]
internal sealed class ConformanceTests
{
    private static readonly string Root = ConformanceReport.FindRoot(AppContext.BaseDirectory);
    private static readonly List<ConformanceReport.Statement> Statements = ConformanceReport.ReadStatements(Root);
    private static readonly SortedDictionary<string, SortedSet<string>> Tests = ConformanceReport.FindTests(typeof(ConformanceTests).Assembly, LoadSocketTests());

    [Test]
    public void TheListIsComplete()
    {
        Assert.That(Statements, Has.Count.EqualTo(88));
        Assert.That(Statements.Select(statement => statement.Id), Is.Unique);
        Assert.That(Statements.Select(statement => statement.Whose), Is.All.EqualTo("D").Or.EqualTo("V"));
        Assert.That(Statements.Select(statement => statement.Text), Is.All.Not.Empty);
    }

    [Test]
    public void EveryStatementHasATestOrAReason()
        => Assert.That(Statements.Select(statement => statement.Id).Where(id => !Tests.ContainsKey(id) && !ConformanceReport.NotOffered.ContainsKey(id)), Is.Empty);

    [Test]
    public void NoReasonOutlivesItsCause()
        => Assert.That(ConformanceReport.NotOffered.Keys.Where(id => Tests.ContainsKey(id) || Statements.TrueForAll(statement => statement.Id != id)), Is.Empty);

    [Test]
    public void TestsNameStatementsOfTheStandardOnly()
    {
        // Statements for servers, which a client's reader refuses the breach of, may be named beyond the list.
        Assert.That(Tests.Keys, Is.All.Match(@"^MQTT-\d+(\.\d+\.\d+-\d+|-8\.3-4)$"));
    }

    [Test]
    public void TheDocumentIsUpToDate()
    {
        string document = File.ReadAllText(Path.Combine(Root, ConformanceReport.DocumentPath));
        Assert.That(document, Is.EqualTo(ConformanceReport.Write(Statements, Tests)), "run: dotnet run --project tools/ConformanceReport");
    }

    // Built before this project, where it says.
    private static Assembly LoadSocketTests()
        => Assembly.LoadFrom(typeof(ConformanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == ConformanceReport.SocketTests).Value!);
}
