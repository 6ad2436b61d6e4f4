using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Listing;
using Microsoft.CodeAnalysis;
using NUnit.Framework;

namespace IoTC.PortableGuard;

/// <summary>The same engine with more lists and with a program: what a transport's or a board program's guard needs.</summary>
public sealed class BoardProgramTests
{
    private static readonly BoardLibrary Library = BoardLibrary.Load(
        "mscorlib", "System.Text", "System.Threading", "System.IO.Streams",
        "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "System.Collections", "System.Net");

    [Test]
    public void A_program_over_the_contracts_and_sockets_passes()
    {
        const string Program = """
            using System.Net.Security;
            using System.Net.Sockets;
            using IoTC.Transport;

            class Program
            {
                static void Main()
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    var stream = new SslStream(socket) { SslVerification = SslVerification.CertificateRequired };
                    stream.AuthenticateAsClient("host", SslProtocols.Tls12);
                    stream.Write(new byte[1], 0, 1);
                    System.Diagnostics.Debug.WriteLine(TransportStatus.Describe(TransportStatus.Ok));
                }
            }
            """;
        SourceFile[] sources = [.. PortableSources.FromFolders("src/IoTC.Core/Transport"), new SourceFile("Program.cs", Program)];
        GuardReport report = BoardGuard.Check(sources, Library, OutputKind.ConsoleApplication);
        Assert.That(report.ToString(), Is.Empty);
    }

    [Test]
    public void A_program_needs_a_main() =>
        Assert.That(
            BoardGuard.Check([new SourceFile("A.cs", "class A { }")], Library, OutputKind.ConsoleApplication).ToString(),
            Does.Contain("CS5001"));

    [Test]
    public void A_socket_has_no_async_methods_on_a_board() =>
        Assert.That(
            BoardGuard.Check([new SourceFile("A.cs", "class A { void M(System.Net.Sockets.Socket s) => s.ReceiveAsync(null); }")], Library).ToString(),
            Is.EqualTo("A.cs(1): Socket.ReceiveAsync is not on the board (CS1061)"));
}
