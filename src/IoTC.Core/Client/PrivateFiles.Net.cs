using System;
using System.IO;

namespace IoTC;

/// <summary>Makes folders and files for the process's user alone, whatever its umask. What is there already keeps its mode; on Windows they inherit from the folder above.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode UserFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode UserFolder = UserFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder when it is not there.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UserFolder);
    }

    /// <summary>Opens a file that may have to be made. Nothing is buffered.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UserFile;
        return new FileStream(path, options);
    }
}
