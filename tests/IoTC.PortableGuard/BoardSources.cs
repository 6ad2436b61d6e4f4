using System.Collections.Generic;
using IoTC.PortableGuard.Compiling;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard;

/// <summary>Everything that a board compiles, and the lists that it is compiled against.</summary>
internal static class BoardSources
{
    public const string Core = "src/IoTC.Core";
    public const string Transport = "src/IoTC.Transport.NanoFramework/Transport";
    public const string Sample = "samples/NanoThermostat";
    public const string Program = "tests/IoTC.Nano.Tests/Board";

    /// <summary>What a transport and a program may use beside the core's own lists.</summary>
    public static BoardLibrary NetLibrary { get; } = BoardLibrary.Load(
        "mscorlib", "System.Text", "System.Threading", "System.IO.Streams", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "System.Net");

    public static IReadOnlyList<SourceFile> Read(params string[] folders) => PortableSources.FromFolders(folders);
}
