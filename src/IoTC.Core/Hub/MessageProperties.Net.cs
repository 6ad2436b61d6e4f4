using System;

namespace IoTC;

/// <content>Pairs that are encoded already.</content>
public sealed partial class MessageProperties
{
    /// <summary>The most bytes of all, encoded.</summary>
    internal const int MaxEncodedBytes = MaxBytes;

    /// <summary>Adds pairs as they stand in a topic.</summary>
    internal void AddEncoded(ReadOnlySpan<byte> pairs)
    {
        if (pairs.IsEmpty) return;
        if (_encoded.Count > 0) _encoded.Append('&');
        if (!_encoded.TryReserve(pairs.Length)) return;
        pairs.CopyTo(_encoded.Array.AsSpan(_encoded.Count));
        _encoded.Commit(pairs.Length);
        Count++;
    }
}
