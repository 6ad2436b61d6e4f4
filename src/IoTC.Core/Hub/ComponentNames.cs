using System;
using IoTC.Buffers;

namespace IoTC.Hub;

/// <summary>The components that the program knows: a desired object under such a name is a component, also without <c>"__t":"c"</c>.</summary>
internal sealed class ComponentNames
{
    private byte[][] _names = new byte[0][];

    /// <summary>Adds a name; a second time it changes nothing.</summary>
    /// <exception cref="ArgumentException">It is none: letters, digits and <c>_</c> (DTDL).</exception>
    public void Add(string name)
    {
        if (name == null) throw new ArgumentNullException(nameof(name));
        byte[] bytes = Utf8.GetBytes(name);
        if (!IsName(bytes)) throw new ArgumentException("A component's name has letters, digits and _, and at most 512 of them.");
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

    private static bool IsName(byte[] name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            int letter = name[i] | 0x20;
            if (name[i] != '_' && (name[i] < '0' || name[i] > '9') && (letter < 'a' || letter > 'z')) return false;
        }

        return name.Length > 0 && name.Length <= 512;
    }
}
