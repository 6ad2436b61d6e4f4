using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IoTC.Storage;

namespace IoTC.Core.Tests.Storage;

/// <summary>A disk in memory that can fill up, fail, and lose power: what was not synced may then be there, in part, or not.</summary>
internal sealed class MemoryDisk : OutboxDisk
{
    private const int SectorLength = 512;
    private const int NoSpace = 28;

    private readonly Dictionary<string, MemoryFile> _files = [];
    private readonly Dictionary<string, MemoryFile> _durableNames = [];
    private readonly object _gate = new();

    /// <summary>The most bytes of all files.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Called before each operation with its name; what it returns is thrown.</summary>
    public Func<string, Exception?> Fault { get; set; } = static _ => null;

    public int SyncCount { get; private set; }

    public int WriteCount { get; private set; }

    public IEnumerable<string> Names
    {
        get
        {
            lock (_gate) return [.. _files.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The longest read ever asked for.</summary>
    public int LongestRead { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public long ReadBytes { get; private set; }

    public static IOException Full => new("No space left on device", NoSpace);

    public byte[] this[string name]
    {
        get
        {
            lock (_gate) return [.. _files[name].Content];
        }

        set
        {
            lock (_gate) _files[name] = new MemoryFile(this) { Content = value, Durable = value };
        }
    }

    public override void Lock() => Check("lock");

    public override void Dispose()
    {
    }

    public override IReadOnlyList<string> List() => [.. Names];

    public override OutboxFile Create(string name)
    {
        Check("create");
        lock (_gate)
        {
            var file = new MemoryFile(this);
            if (!_files.TryAdd(name, file)) throw new IOException($"{name} is there already");
            return new Handle(this, file);
        }
    }

    public override OutboxFile OpenRead(string name)
    {
        Check("open");
        lock (_gate) return new Handle(this, _files[name]);
    }

    public override void Delete(string name)
    {
        Check("delete");
        lock (_gate) _files.Remove(name);
    }

    public override void SyncFolder()
    {
        Check("sync folder");
        lock (_gate)
        {
            _durableNames.Clear();
            foreach ((string name, MemoryFile file) in _files) _durableNames[name] = file;
        }
    }

    /// <summary>What a disk may hold after the power was lost now: synced bytes, and any of the sectors written since, in any order.</summary>
    public MemoryDisk LosePower(Random random)
    {
        var after = new MemoryDisk();
        lock (_gate)
        {
            // A name whose making or deleting was not synced is there or not.
            foreach ((string name, MemoryFile file) in _files.Concat(_durableNames.Where(old => !_files.ContainsKey(old.Key))))
            {
                bool isCertain = _files.ContainsKey(name) && _durableNames.ContainsKey(name);
                if (isCertain || random.Next(2) == 0) after[name] = file.AfterPowerLoss(random);
            }
        }

        after.SyncFolder();
        return after;
    }

    /// <summary>What another process finds after this one was killed now; what is left of this one works on the old disk.</summary>
    public MemoryDisk Copy()
    {
        var after = new MemoryDisk();
        lock (_gate)
        {
            foreach ((string name, MemoryFile file) in _files) after[name] = file.Content;
        }

        after.SyncFolder();
        return after;
    }

    /// <summary>Turns one bit.</summary>
    public void Flip(string name, int offset, int bit)
    {
        byte[] content = this[name];
        content[offset] ^= (byte)(1 << bit);
        this[name] = content;
    }

    private void Check(string operation)
    {
        if (Fault(operation) is { } exception) throw exception;
    }

    private sealed class MemoryFile(MemoryDisk disk)
    {
        private readonly List<(long Offset, byte[] Bytes)> _unsynced = [];

        public byte[] Content { get; set; } = [];

        public byte[] Durable { get; set; } = [];

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk._gate)
            {
                disk.WriteCount++;
                long used = disk._files.Values.Sum(static file => (long)file.Content.Length);
                int room = (int)Math.Clamp(disk.Capacity - used, 0, bytes.Length);
                // A full disk takes a part.
                Content = Put(Content, offset, bytes[..room]);
                _unsynced.Add((offset, bytes[..room].ToArray()));
                if (room < bytes.Length) throw Full;
            }
        }

        public void Sync()
        {
            lock (disk._gate)
            {
                disk.SyncCount++;
                Durable = Content;
                _unsynced.Clear();
            }
        }

        public void SetLength(long length)
        {
            lock (disk._gate)
            {
                Content = Content[..(int)Math.Min(length, Content.Length)];
            }
        }

        public byte[] AfterPowerLoss(Random random)
        {
            byte[] content = Durable;
            foreach ((long offset, byte[] bytes) in _unsynced.OrderBy(_ => random.Next()))
            {
                for (int i = 0; i < bytes.Length; i += SectorLength)
                {
                    if (random.Next(2) == 0) content = Put(content, offset + i, bytes.AsSpan(i, Math.Min(SectorLength, bytes.Length - i)));
                }
            }

            return content;
        }

        private static byte[] Put(byte[] content, long offset, ReadOnlySpan<byte> bytes)
        {
            byte[] copy = new byte[Math.Max(content.Length, offset + bytes.Length)];
            content.CopyTo(copy, 0);
            bytes.CopyTo(copy.AsSpan((int)offset));
            return copy;
        }
    }

    private sealed class Handle(MemoryDisk disk, MemoryFile file) : OutboxFile
    {
        public override long Length => file.Content.Length;

        public override int Read(long offset, Span<byte> target)
        {
            disk.Check("read");
            disk.LongestRead = Math.Max(disk.LongestRead, target.Length);
            byte[] content = file.Content;
            int count = (int)Math.Clamp(content.Length - offset, 0, target.Length);
            content.AsSpan((int)Math.Min(offset, content.Length), count).CopyTo(target);
            disk.ReadBytes += count;
            return count;
        }

        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            disk.Check("write");
            file.Write(offset, bytes);
        }

        public override void SetLength(long length)
        {
            disk.Check("truncate");
            file.SetLength(length);
        }

        public override void Sync()
        {
            disk.Check("sync");
            file.Sync();
        }

        public override void Dispose()
        {
        }
    }
}
