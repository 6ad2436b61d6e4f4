using System.Collections.Generic;
using System.Linq;
using System.Text;
using IoTC.Hub;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>What the hub would answer with 400 is refused before it is sent, with the limit.</summary>
[TestFixture]
internal sealed class ReportedRulesTests
{
    private static readonly string[] Good =
    [
        "{}",
        "{\"a\":{\"b\":[1,-2.5,1e300,null,true,\"\"]},\"ä\":{\"__t\":\"c\"}}",
        Nested(10),
        $"{{\"{new string('n', 1024)}\":1}}",
        $"{{\"a\":\"{new string('s', 4096)}\"}}",
        $"{{\"a\":\"{string.Concat(Enumerable.Repeat("\\u0041", 4096))}\"}}",
        "{\"a\":4503599627370495,\"b\":-4503599627370496,\"c\":9007199254740993.0}",
    ];

    private static IEnumerable<TestCaseData> Bad()
    {
        foreach (string name in new[] { "", "a.b", "$version", "a b", "a\\u0000", "a\\n", "a\\u0024", "a\u007F", "a\u0085" })
        {
            yield return new TestCaseData($"{{\"x\":{{\"{name}\":1}}}}", "without '.', '$', spaces and control characters") { TestName = $"Name <{name}>" };
        }

        yield return new TestCaseData($"{{\"{new string('n', 1025)}\":1}}", "1 to 1024 bytes") { TestName = "Name of 1025 bytes" };
        yield return new TestCaseData($"{{\"{new string('ä', 513)}\":1}}", "1 to 1024 bytes") { TestName = "Name of 513 characters" };
        yield return new TestCaseData(Nested(11), "10 levels") { TestName = "11 levels" };
        yield return new TestCaseData($"{{\"a\":[\"{new string('s', 4097)}\"]}}", "4 KB") { TestName = "String of 4097 bytes" };
        yield return new TestCaseData("{\"a\":4503599627370496}", "-4503599627370496 to 4503599627370495") { TestName = "Integer" };
        yield return new TestCaseData("{\"a\":-4503599627370497}", "-4503599627370496") { TestName = "Negative integer" };
        yield return new TestCaseData("{\"a\":99999999999999999999}", "integer") { TestName = "Integer of 20 digits" };
    }

    [TestCaseSource(nameof(Good))]
    public void WhatTheHubTakesIsTaken(string json) => Require(json);

    [TestCaseSource(nameof(Bad))]
    public void WhatTheHubRefusesIsRefused(string json, string limit) => Assert.That(() => Require(json), Throws.ArgumentException.With.Message.Contains(limit));

    private static void Require(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        ReportedRules.Require(bytes, 0, bytes.Length);
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "{\"b\":1}" + new string('}', levels);
}
