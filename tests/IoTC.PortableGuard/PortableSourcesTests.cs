using System.IO;
using System.Linq;
using IoTC.PortableGuard.Compiling;
using NUnit.Framework;

namespace IoTC.PortableGuard;

public sealed class PortableSourcesTests
{
    [TestCase("Json/JsonReader.cs", true)]
    [TestCase("Security/Sha256.Portable.cs", true)]
    [TestCase("Security/Sha256.Span.cs", false)]
    [TestCase("Engine/FileOutbox.Net.cs", false)]
    [TestCase("Transport/IAsyncTransport.cs", false)]
    [TestCase("Client/IoTCAsyncClient.Sending.cs", false)]
    [TestCase("obj/Debug/net10.0/AssemblyInfo.cs", false)]
    [TestCase("bin/Generated.cs", false)]
    [TestCase("Json/notes.txt", false)]
    public void A_path_tells_whether_a_file_is_for_the_board(string path, bool expected) =>
        Assert.That(PortableSources.IsPortable(path), Is.EqualTo(expected));

    [Test]
    public void The_cores_own_folder_is_read()
    {
        string[] paths = [.. PortableSources.FromFolders("src/IoTC.Core").Select(source => source.Path)];
        Assert.That(paths, Does.Contain("Transport/ITransport.cs"));
        Assert.That(paths, Does.Not.Contain("Transport/IAsyncTransport.cs"));
        Assert.That(paths, Has.None.StartsWith("obj/"));
    }

    [Test]
    public void Several_folders_are_read_together()
    {
        string[] paths = [.. PortableSources.FromFolders("src/IoTC.Core/Transport", "src/IoTC.Core").Select(source => source.Path)];
        Assert.That(paths, Does.Contain("ITransport.cs").And.Contain("Transport/ITransport.cs"));
    }

    [Test]
    public void A_missing_folder_is_an_error() =>
        Assert.That(() => PortableSources.FromFolders("src/Nothing"), Throws.InstanceOf<DirectoryNotFoundException>());
}
