using System.IO;
using IoTC.Emulator.Security;

namespace IoTC.Emulator;

/// <summary>Keeps the group's key between runs, and so every key derived from it.</summary>
internal static class GroupKeyFile
{
    private const string FileName = "group.key";

    public static string ReadOrCreate(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            return SymmetricKey.Validate(File.ReadAllText(path).Trim());
        }

        Directory.CreateDirectory(folder);
        string key = SymmetricKey.Create();
        SecretFile.Write(path, key);
        return key;
    }
}
