using System;

namespace IoTC.Hub;

/// <content>What a component may be called.</content>
internal sealed partial class ComponentNames
{
    // DTDL; a star would end the component's part of a command's name, and the twin refuses a dot, a dollar and a space.
    static partial void RequireName(byte[] name)
    {
        bool isName = name.Length is > 0 and <= 512;
        foreach (byte letter in name) isName &= char.IsAsciiLetterOrDigit((char)letter) || letter == '_';
        if (!isName) throw new ArgumentException("A component's name has letters, digits and _, and at most 512 of them.");
    }
}
