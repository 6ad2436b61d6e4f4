using System;

namespace IoTC;

/// <summary>The operations of one client: found by their number, and kept for use again.</summary>
/// <remarks>It is its own lock: nobody else sees it, and a thousand idle clients are spared a thousand objects.</remarks>
internal sealed class AsyncOperationTable
{
    // A token is a place in the table and, above it, how often the place has been used.
    private const int SlotBits = 20;
    private const int SlotMask = (1 << SlotBits) - 1;

    private AsyncOperation?[] _waiting = [];
    private AsyncOperation[] _free = [];
    private int _created;
    private int _freeCount;

    /// <summary>The token of the next use of the same place; never negative.</summary>
    public static int NextToken(int token) => (token + (1 << SlotBits)) & int.MaxValue;

    /// <summary>Takes an operation that is not in use.</summary>
    public AsyncOperation Rent()
    {
        lock (this)
        {
            if (_freeCount > 0) return _free[--_freeCount];
            int slot = _created++;
            if (slot > SlotMask) throw new InvalidOperationException("More than a million operations wait for the server.");
            if (slot == _waiting.Length) Array.Resize(ref _waiting, Math.Max(4, slot * 2));
            return new AsyncOperation(this, slot);
        }
    }

    /// <summary>Remembers that an answer is to come.</summary>
    public void Add(AsyncOperation operation)
    {
        lock (this)
        {
            _waiting[operation.Token & SlotMask] = operation;
        }
    }

    /// <summary>Takes the operation whose answer has come; null when nobody waits.</summary>
    public AsyncOperation? Take(int token)
    {
        lock (this)
        {
            int slot = token & SlotMask;
            AsyncOperation? operation = slot < _waiting.Length ? _waiting[slot] : null;
            if (operation == null || operation.Token != token) return null;
            _waiting[slot] = null;
            return operation;
        }
    }

    /// <summary>Takes any operation that still waits; null when there is none.</summary>
    public AsyncOperation? TakeAny()
    {
        lock (this)
        {
            for (int i = 0; i < _created && i < _waiting.Length; i++)
            {
                AsyncOperation? operation = _waiting[i];
                _waiting[i] = null;
                if (operation != null) return operation;
            }

            return null;
        }
    }

    /// <summary>Gives an operation back.</summary>
    public void Return(AsyncOperation operation)
    {
        lock (this)
        {
            if (_freeCount == _free.Length) Array.Resize(ref _free, Math.Max(4, _freeCount * 2));
            _free[_freeCount++] = operation;
        }
    }
}
