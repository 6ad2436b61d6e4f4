using IoTC.Buffers;

namespace IoTC.Hub;

/// <summary>Twin requests that wait for <c>$iothub/twin/res/…</c>, by their <c>$rid</c>.</summary>
internal sealed class PendingTwinRequests
{
    private const int MaxRequests = 16;

    private readonly Entry[] _entries = new Entry[MaxRequests];
    private int _count;

    public bool IsFull => _count == MaxRequests;

    /// <summary>When the oldest was sent, or <see cref="long.MaxValue"/>.</summary>
    public long OldestMs => _count == 0 ? long.MaxValue : _entries[0].SinceMs;

    public void Add(long requestId, bool isGet, int token, long nowMs)
    {
        _entries[_count].RequestId = requestId;
        _entries[_count].IsGet = isGet;
        _entries[_count].Token = token;
        _entries[_count].SinceMs = nowMs;
        _count++;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns><see langword="false"/> when nothing waits for it; it is ignored then.</returns>
    public bool TryTake(long requestId, out bool isGet, out int token)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].RequestId == requestId) return Take(i, out isGet, out token);
        }

        isGet = false;
        token = 0;
        return false;
    }

    /// <summary>Takes the oldest request when it was sent at <paramref name="beforeMs"/> or earlier.</summary>
    public bool TryTakeOlder(long beforeMs, out bool isGet, out int token)
    {
        if (_count > 0 && _entries[0].SinceMs <= beforeMs) return Take(0, out isGet, out token);
        isGet = false;
        token = 0;
        return false;
    }

    /// <summary>A connection has begun: reported patches are sent again and have their time anew; a read of the twin is not.</summary>
    public void HandleReconnected(long nowMs)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].IsGet) continue;
            _entries[kept] = _entries[i];
            _entries[kept++].SinceMs = nowMs;
        }

        _count = kept;
    }

    private bool Take(int index, out bool isGet, out int token)
    {
        isGet = _entries[index].IsGet;
        token = _entries[index].Token;
        _count--;
        for (int i = index; i < _count; i++) _entries[i] = _entries[i + 1];
        return true;
    }

    private struct Entry
    {
        public long RequestId;
        public long SinceMs;
        public int Token;
        public bool IsGet;
    }
}
