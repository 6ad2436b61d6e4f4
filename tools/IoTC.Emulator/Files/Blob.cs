using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace IoTC.Emulator.Files;

/// <summary>One block blob: its content, and the blocks that wait for a list. Thread-safe.</summary>
/// <remarks>Put Block, Put Block List: uncommitted blocks have ids of one length, and are gone after a commit that does not name them.</remarks>
internal sealed class Blob
{
    public const int MaxBlocks = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _uncommitted = [];
    private Dictionary<string, byte[]> _committed = [];

    public void Put()
    {
        lock (_gate)
        {
            _uncommitted.Clear();
            _committed = [];
        }
    }

    /// <summary>False when the id has another length than those before.</summary>
    public bool TryPutBlock(string id, byte[] content)
    {
        lock (_gate)
        {
            foreach (string other in _uncommitted.Keys)
            {
                if (other.Length != id.Length)
                {
                    return false;
                }
            }

            _uncommitted[id] = content;
            return _uncommitted.Count <= MaxBlocks * 2;
        }
    }

    /// <summary>Joins the blocks of a list; null when one of them is not there.</summary>
    public byte[]? Commit(IReadOnlyList<(string Kind, string Id)> list)
    {
        lock (_gate)
        {
            Dictionary<string, byte[]> next = [];
            using var content = new MemoryStream();
            foreach ((string kind, string id) in list)
            {
                byte[]? block = kind switch
                {
                    "Committed" => _committed.GetValueOrDefault(id),
                    "Uncommitted" => _uncommitted.GetValueOrDefault(id),
                    _ => _uncommitted.GetValueOrDefault(id) ?? _committed.GetValueOrDefault(id),
                };
                if (block is null)
                {
                    return null;
                }

                next[id] = block;
                content.Write(block);
            }

            _uncommitted.Clear();
            _committed = next;
            return content.ToArray();
        }
    }
}
