using System;
using System.IO;

namespace IoTC.Samples.Machine;

/// <summary>Files of the kernel, which may be absent or not for us: nothing is read then, and nothing is thrown.</summary>
internal static class SystemFile
{
    public static string? TryReadLine(string path)
    {
        string[] lines = TryReadLines(path);
        return lines.Length > 0 ? lines[0] : null;
    }

    public static string[] TryReadLines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public static string[] Folders(string path, string pattern)
    {
        try
        {
            string[] folders = Directory.Exists(path) ? Directory.GetFileSystemEntries(path, pattern) : [];
            Array.Sort(folders, StringComparer.Ordinal);
            return folders;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
