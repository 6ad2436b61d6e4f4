using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The guard over all that runs on a board beside the core: the transport, the sample, the test program, the porting example.</summary>
public sealed class BoardBuildTests
{
    [Test]
    public void TransportRunsOnABoard() =>
        AssertClean(BoardGuard.Check(BoardSources.Read(BoardSources.Core, BoardSources.Transport), BoardSources.NetLibrary));

    [Test]
    public void SampleRunsOnABoard() =>
        AssertClean(BoardGuard.Check(
            BoardSources.Read(BoardSources.Core, BoardSources.Transport, BoardSources.Sample), BoardSources.NetLibrary, OutputKind.ConsoleApplication));

    /// <summary>Against the two smallest lists, so that it runs on the bare interpreter.</summary>
    [Test]
    public void TestProgramRunsOnABareInterpreter() =>
        AssertClean(BoardGuard.Check(BoardSources.Read(BoardSources.Core, BoardSources.Program), BoardGuard.CoreLibrary, OutputKind.ConsoleApplication));

    [Test]
    public void ModemTransportRunsOnABoard() =>
        AssertClean(BoardGuard.Check(
            BoardSources.Read(BoardSources.Core).Concat(ModemFiles()), BoardGuard.CoreLibrary));

    [TestCase("namespace P; class A { void M(System.Net.Sockets.Socket s) => s.ReceiveAsync(null); }", "Socket.ReceiveAsync is not on the board")]
    [TestCase("namespace P; class A { System.Action<int> F; }", "is generic")]
    [TestCase("namespace P; class A { static object F = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp); }", "a static initialiser does work")]
    [TestCase("namespace P; class A { string M(string s) => s.Replace(\"a\", \"b\"); }", "string.Replace is not on the board")]
    public void PlantedViolationIsFoundBesideTheTransport(string source, string reason) =>
        Assert.That(
            BoardGuard.Check(BoardSources.Read("src/IoTC.Core/Transport", BoardSources.Transport).Append(new SourceFile("Planted.cs", "#nullable disable\n" + source)), BoardSources.NetLibrary).ToString(),
            Does.Contain(reason));

    private static IEnumerable<SourceFile> ModemFiles() =>
        BoardSources.Read("tests/IoTC.Transport.Modem.Tests").Where(source => source.Path is "ModemTransport.cs" or "ISerialLine.cs");

    private static void AssertClean(GuardReport report) => Assert.That(report.Violations, Is.Empty, report.ToString());
}
