using System;
using System.IO;

namespace IoTC.Emulator.Security;

/// <summary>Writes files that only their owner may read, from their first byte on.</summary>
internal static class SecretFile
{
    public static void Write(string path, string text)
    {
        File.Delete(path);   // an older file would keep its mode
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
        writer.Write('\n');
    }
}
