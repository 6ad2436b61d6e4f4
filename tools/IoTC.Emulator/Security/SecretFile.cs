using System;
using System.IO;

namespace IoTC.Emulator.Security;

/// <summary>Writes files that only their owner may read, from their first byte on.</summary>
internal static class SecretFile
{
    public static void Write(string path, string text)
    {
        File.Delete(path);   // an older file would keep its mode
        using var writer = new StreamWriter(Create(path));
        writer.Write(text);
        writer.Write('\n');
    }

    /// <summary>Makes a file that is filled by others.</summary>
    /// <exception cref="IOException">There is one.</exception>
    public static void CreateEmpty(string path) => Create(path).Dispose();

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
