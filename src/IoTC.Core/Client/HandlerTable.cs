using IoTC.Buffers;

namespace IoTC;

/// <summary>Handlers by component and name, found by the bytes of an event without making strings.</summary>
internal sealed class HandlerTable
{
    private Entry[] _entries = new Entry[4];
    private int _count;
    private object? _any;

    /// <summary>Sets the handler of all names that have none of their own.</summary>
    public void SetAny(object handler) => _any = handler;

    /// <summary>Sets the handler of one name; the one before is replaced.</summary>
    /// <param name="component">Component, or empty.</param>
    /// <param name="name">Name, or null for all names of the component that have none of their own.</param>
    /// <param name="handler">The handler.</param>
    public void Set(string component, string? name, object handler)
    {
        byte[] componentBytes = Utf8.GetBytes(component);
        byte[]? nameBytes = name == null ? null : Utf8.GetBytes(name);
        int index = IndexOf(componentBytes, 0, componentBytes.Length, nameBytes, 0, nameBytes == null ? 0 : nameBytes.Length);
        if (index < 0)
        {
            if (_count == _entries.Length) Grow();
            index = _count++;
        }

        _entries[index].Component = componentBytes;
        _entries[index].Name = nameBytes;
        _entries[index].Handler = handler;
    }

    /// <summary>Finds a handler: of the name, or of the component, or of all, or null.</summary>
    public object? Find(byte[] component, int componentOffset, int componentCount, byte[] name, int nameOffset, int nameCount)
    {
        int index = IndexOf(component, componentOffset, componentCount, name, nameOffset, nameCount);
        if (index < 0 && componentCount > 0) index = IndexOf(component, componentOffset, componentCount, null, 0, 0);
        return index < 0 ? _any : _entries[index].Handler;
    }

    private int IndexOf(byte[] component, int componentOffset, int componentCount, byte[]? name, int nameOffset, int nameCount)
    {
        for (int i = 0; i < _count; i++)
        {
            byte[]? other = _entries[i].Name;
            if ((name == null || other == null ? name == other : Bytes.AreEqual(name, nameOffset, nameCount, other))
                && Bytes.AreEqual(component, componentOffset, componentCount, _entries[i].Component!)) return i;
        }

        return -1;
    }

    private void Grow()
    {
        var larger = new Entry[_entries.Length * 2];
        for (int i = 0; i < _count; i++) larger[i] = _entries[i];
        _entries = larger;
    }

    private struct Entry
    {
        public byte[]? Component;
        public byte[]? Name;
        public object? Handler;
    }
}
