using System;
using IoTC.Buffers;

namespace IoTC.Hub;

/// <summary>The components that the program knows: a desired object under such a name is a component, also without <c>"__t":"c"</c>.</summary>
internal sealed partial class ComponentNames
{
    private byte[][] _names = new byte[0][];

    /// <summary>Adds a name; a second time it changes nothing.</summary>
    public void Add(string name)
    {
        if (name == null) throw new ArgumentNullException(nameof(name));
        byte[] bytes = Utf8.GetBytes(name);
        RequireName(bytes);
        if (Contains(bytes, 0, bytes.Length)) return;
        var longer = new byte[_names.Length + 1][];
        for (int i = 0; i < _names.Length; i++) longer[i] = _names[i];
        longer[_names.Length] = bytes;
        _names = longer;
    }

    public bool Contains(byte[] buffer, int offset, int count)
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (Bytes.AreEqual(buffer, offset, count, _names[i])) return true;
        }

        return false;
    }

    // Where there is room for the code.
    static partial void RequireName(byte[] name);
}
