using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Snippets;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The guard finds what is planted, says why and where, and leaves what boards run in peace.</summary>
public sealed class SnippetTests
{
    [TestCaseSource(typeof(Planted), nameof(Planted.NotOnTheBoard))]
    [TestCaseSource(typeof(Planted), nameof(Planted.Unrunnable))]
    public void A_planted_violation_is_found(string source, string reason)
    {
        GuardReport report = Check(source);
        Assert.That(report.Violations, Has.Some.Property("Message").Contains(reason), report.ToString());
    }

    [TestCaseSource(typeof(Planted), nameof(Planted.Unrunnable))]
    public void A_violation_in_metadata_is_shown_with_its_line(string source, string reason) =>
        Assert.That(Check(source).Violations, Has.Some.Matches<Rules.Violation>(
            violation => violation.Location == "Json/Planted.cs(2)" && violation.Message.Contains(reason)));

    [TestCaseSource(typeof(Working), nameof(Working.All))]
    public void What_boards_run_passes(string source) => Assert.That(Check(source).ToString(), Is.Empty);

    [Test]
    public void A_violation_reads_as_a_compilers_line()
    {
        GuardReport report = Check("class C\n{\n    string M(string s) => s.Replace('a', 'b');\n}\n");
        Assert.That(report.ToString(), Is.EqualTo("Json/Planted.cs(3): string.Replace is not on the board (CS1061)"));
    }

    [Test]
    public void An_instruction_is_shown_with_its_own_line()
    {
        GuardReport report = Check("class C\n{\n    int M(int x)\n    {\n        x += 2;\n        return checked(x * 3);\n    }\n}\n");
        Assert.That(report.ToString(), Is.EqualTo("Json/Planted.cs(6): mul.ovf is checked arithmetic, which never throws on a board"));
    }

    [Test]
    public void A_member_missing_from_the_sources_own_type_is_not_blamed_on_the_board() =>
        Assert.That(Check("class C { int M() => this.Nothing; }").ToString(), Does.Contain("'C' does not contain a definition for 'Nothing'"));

    private static GuardReport Check(string source) => BoardGuard.Check([new SourceFile("Json/Planted.cs", source)], BoardGuard.CoreLibrary);
}
