using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IoTC.Storage;

/// <summary>A folder of the file system.</summary>
internal sealed class FolderDisk(string folder) : OutboxDisk
{
    private const string LockName = "lock";

    private FileStream? _lock;

    public override void Lock()
    {
        PrivateFiles.CreateFolder(folder);
        // Held by the handle: it goes with the process, however that ends.
        _lock = PrivateFiles.Open(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public override void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    public override IReadOnlyList<string> List()
    {
        var names = new List<string>();
        foreach (string path in Directory.EnumerateFiles(folder)) names.Add(Path.GetFileName(path));
        return names;
    }

    public override OutboxFile Create(string name)
    {
        FileStream file = PrivateFiles.Open(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        return new HandleFile(file.SafeFileHandle, file);
    }

    public override OutboxFile OpenRead(string name)
        => new HandleFile(File.OpenHandle(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null);

    public override void Delete(string name) => File.Delete(Path.Combine(folder, name));

    // .NET opens no folders. Windows keeps names by itself.
    public override void SyncFolder()
    {
        if (OperatingSystem.IsWindows()) return;
        byte[] path = Encoding.UTF8.GetBytes(Path.GetFullPath(folder) + '\0');
        int handle = NativeMethods.Open(path, 0);
        if (handle < 0) throw new IOException("The folder cannot be opened to keep its names.");
        int result = NativeMethods.Sync(handle);
        _ = NativeMethods.Close(handle);
        if (result != 0) throw new IOException("The folder's names cannot be kept.");
    }

    // Only a stream can be made with a mode; it is kept, because it owns its handle, and does nothing.
    private sealed class HandleFile(SafeFileHandle handle, FileStream? owner) : OutboxFile
    {
        public override long Length => RandomAccess.GetLength(handle);

        public override int Read(long offset, Span<byte> target) => RandomAccess.Read(handle, target, offset);

        public override void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

        public override void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public override void Sync() => RandomAccess.FlushToDisk(handle);

        public override void Dispose()
        {
            owner?.Dispose();
            handle.Dispose();
        }
    }

    private static class NativeMethods
    {
        // O_RDONLY is 0 wherever there is an open.
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Sync(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int handle);
    }
}
