namespace IoTC.Hub;

/// <summary>Remembers the last direct methods by a 64-bit hash of their <c>$rid</c>: the hub delivers at least once, and each is answered once.</summary>
internal sealed class RecentRequests
{
    private readonly ulong[] _hashes = new ulong[16];
    private int _next;

    /// <summary>Adds a request.</summary>
    /// <returns><see langword="false"/> when it is one of the last.</returns>
    public bool TryAdd(byte[] buffer, int offset, int count)
    {
        ulong hash = 14695981039346656037UL; // FNV-1a
        for (int i = 0; i < count; i++) hash = (hash ^ buffer[offset + i]) * 1099511628211UL;
        for (int i = 0; i < _hashes.Length; i++)
        {
            if (_hashes[i] == hash) return false;
        }

        _hashes[_next] = hash;
        _next = (_next + 1) & 15;
        return true;
    }
}
