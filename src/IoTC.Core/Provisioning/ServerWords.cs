namespace IoTC.Provisioning;

/// <summary>Makes the words of a server fit for a message: one line, and not without measure.</summary>
internal static class ServerWords
{
    private const int MaxLength = 256;

    public static string OneLine(string words)
    {
        char[] characters = words.ToCharArray();
        int count = characters.Length > MaxLength ? MaxLength : characters.Length;
        for (int i = 0; i < count; i++)
        {
            char c = characters[i];
            bool isControl = c < ' ' || (c >= '\u007F' && c <= '\u009F') || c == '\u2028' || c == '\u2029';
            if (isControl) characters[i] = ' ';
        }

        return new string(characters, 0, count);
    }
}
