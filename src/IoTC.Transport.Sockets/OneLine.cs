using System;

namespace IoTC.Transport.Sockets;

/// <summary>Makes text that others wrote (subjects, messages) fit for one line of a log.</summary>
internal static class OneLine
{
    private const int MaxLength = 200;

    /// <summary>The text without control characters, without a final stop, cut when long.</summary>
    public static string Of(string text) =>
        string.Create(Math.Min(text.Length, MaxLength), text, static (line, source) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        }).TrimEnd('.');
}
