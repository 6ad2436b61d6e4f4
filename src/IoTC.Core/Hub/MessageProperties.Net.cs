using System;
using System.Globalization;
using IoTC.Buffers;
using IoTC.Hub;

namespace IoTC;

/// <content>Properties by name, read and replaced: for object initialisers.</content>
/// <remarks><c>new MessageProperties { MessageId = "7", ["alert"] = "high" }</c></remarks>
public sealed partial class MessageProperties
{
    /// <summary>A property by its name.</summary>
    /// <param name="name">1 character at least.</param>
    /// <returns>Its value; null when it has none or is not there. Setting replaces it.</returns>
    /// <exception cref="ArgumentException">The name is empty, a text cannot be sent, or all together would be over 16 KB.</exception>
    public string? this[string name]
    {
        get => TryGet(name, out string? value) ? value : null;
        set
        {
            Remove(name);
            Add(name, value);
        }
    }

    /// <summary>The message's id (<c>$.mid</c>), for finding duplicates; null removes it.</summary>
    public string? MessageId
    {
        get => this["$.mid"];
        set => SetOrRemove("$.mid", value);
    }

    /// <summary>The id of what it belongs to (<c>$.cid</c>); null removes it.</summary>
    public string? CorrelationId
    {
        get => this["$.cid"];
        set => SetOrRemove("$.cid", value);
    }

    /// <summary>The user it is from (<c>$.uid</c>); null removes it.</summary>
    public string? UserId
    {
        get => this["$.uid"];
        set => SetOrRemove("$.uid", value);
    }

    /// <summary>The component it is from (<c>$.sub</c>); null removes it.</summary>
    public string? Component
    {
        get => this["$.sub"];
        set => SetOrRemove("$.sub", value);
    }

    /// <summary>The payload's content type (<c>$.ct</c>), in place of the client's; null removes it.</summary>
    public string? ContentType
    {
        get => this["$.ct"];
        set => SetOrRemove("$.ct", value);
    }

    /// <summary>The payload's encoding (<c>$.ce</c>), in place of the client's; null removes it.</summary>
    public string? ContentEncoding
    {
        get => this["$.ce"];
        set => SetOrRemove("$.ce", value);
    }

    /// <summary>When it was measured (<c>$.ctime</c>, written in UTC to the millisecond): IoT Central's timestamp of the values; null removes it.</summary>
    public DateTimeOffset? CreationTime
    {
        get => DateTimeOffset.TryParse(this["$.ctime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
        set => SetOrRemove("$.ctime", value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>Finds a property.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null when it has none.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(string name, out string? value)
    {
        value = null;
        PropertyBag pair = Find(name);
        if (pair.KeyCount == 0) return false;
        if (pair.HasValue) value = Uri.UnescapeDataString(Utf8.GetString(_encoded.Array, pair.ValueOffset, pair.ValueCount));
        return true;
    }

    /// <summary>Removes a property.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string name)
    {
        PropertyBag pair = Find(name);
        if (pair.KeyCount == 0) return false;
        int start = pair.KeyOffset;
        int end = pair.ValueOffset + pair.ValueCount;
        // One & goes with it: the one behind, or for the last pair the one before.
        if (end < _encoded.Count) end++;
        else if (start > 0) start--;
        Bytes.Copy(_encoded.Array, end, _encoded.Array, start, _encoded.Count - end);
        _encoded.Truncate(_encoded.Count - (end - start));
        Note(name, false);
        Count--;
        return true;
    }

    private PropertyBag Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int mark = _encoded.Count;
        AppendName(name);
        PropertyBag pair = name.Length == 0 || _encoded.Overflowed ? new PropertyBag(Bytes.Empty, 0, 0) : Find(mark, mark);
        _encoded.Truncate(mark);
        return pair;
    }

    partial void RequireNew(int mark, int nameOffset)
    {
        if (_encoded.Overflowed || Find(nameOffset, mark).KeyCount == 0) return;
        string name = Uri.UnescapeDataString(Utf8.GetString(_encoded.Array, nameOffset, _encoded.Count - nameOffset));
        _encoded.Truncate(mark);
        throw new ArgumentException($"The message property {name} was added before; set it by its name to replace it.");
    }

    // The pair before end that has the name which stands, encoded, at the end of the buffer.
    private PropertyBag Find(int nameOffset, int end)
    {
        var bag = new PropertyBag(_encoded.Array, 0, end);
        while (bag.MoveNext())
        {
            if (bag.KeyCount == _encoded.Count - nameOffset && Bytes.AreEqual(_encoded.Array, bag.KeyOffset, _encoded.Array, nameOffset, bag.KeyCount)) return bag;
        }

        return new PropertyBag(Bytes.Empty, 0, 0);
    }

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

    private void SetOrRemove(string name, string? value)
    {
        if (value == null) Remove(name);
        else this[name] = value;
    }
}
