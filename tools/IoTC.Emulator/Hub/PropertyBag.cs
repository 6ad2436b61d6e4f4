using System;
using System.Collections.Generic;
using System.Text;

namespace IoTC.Emulator.Hub;

/// <summary>The <c>k=v&amp;k2=v2</c> at the end of hub topics, percent-encoded once. A name without <c>=</c> has null.</summary>
internal static class PropertyBag
{
    private const string SystemPrefix = "$.";

    /// <summary>Reads a bag as clients send it: a leading <c>?</c> and a trailing <c>/</c> are tolerated.</summary>
    public static Dictionary<string, string?> Parse(string bag)
    {
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        string text = bag.StartsWith('?') ? bag[1..] : bag;
        text = text.EndsWith('/') ? text[..^1] : text;
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Uri.UnescapeDataString(equals < 0 ? pair : pair[..equals]);
            properties[name] = equals < 0 ? null : Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return properties;
    }

    public static bool IsSystem(string name) => name.StartsWith(SystemPrefix, StringComparison.Ordinal);

    public static string Format(IEnumerable<KeyValuePair<string, string?>> properties)
    {
        var bag = new StringBuilder();
        foreach ((string name, string? value) in properties)
        {
            bag.Append(bag.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name));
            if (value is not null)
            {
                bag.Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return bag.ToString();
    }
}
