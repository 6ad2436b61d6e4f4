namespace IoTC.Json;

/// <summary>The byte search under strings, one step at a time.</summary>
internal static class JsonBytes
{
    /// <summary>Finds the first quote, backslash or control byte; <paramref name="end"/> when there is none.</summary>
    /// <param name="buffer">Where to look.</param>
    /// <param name="offset">First index.</param>
    /// <param name="end">Index after the last.</param>
    /// <param name="mayBeNonAscii">Set when a byte above 0x7F was passed; otherwise left.</param>
    public static int FindStringStop(byte[] buffer, int offset, int end, ref bool mayBeNonAscii)
    {
        for (; offset < end; offset++)
        {
            byte value = buffer[offset];
            if (value == '"' || value == '\\' || value < ' ') break;
            if (value > 0x7F) mayBeNonAscii = true;
        }

        return offset;
    }
}
