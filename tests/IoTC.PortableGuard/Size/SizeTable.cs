using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using IoTC.PortableGuard.Compiling;

namespace IoTC.PortableGuard.Size;

/// <summary>The table of IL sizes in docs/size.md: read, and written again when IOTC_UPDATE_DOCS is set.</summary>
internal static partial class SizeTable
{
    private const string Begin = "<!-- il begin -->";
    private const string End = "<!-- il end -->";

    private static readonly string File = Path.Combine(PortableSources.RepositoryRoot, "docs", "size.md");

    public static bool IsToBeUpdated => Environment.GetEnvironmentVariable("IOTC_UPDATE_DOCS") == "1";

    public static Dictionary<string, int> Read()
    {
        string text = System.IO.File.ReadAllText(File);
        string table = text[text.IndexOf(Begin, StringComparison.Ordinal)..text.IndexOf(End, StringComparison.Ordinal)];
        return Row().Matches(table).ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value.Replace(" ", ""), CultureInfo.InvariantCulture));
    }

    public static void Write(IEnumerable<KeyValuePair<string, int>> rows)
    {
        var table = new StringBuilder(Begin).Append("\n| what | IL bytes |\n|---|---:|\n");
        foreach ((string name, int bytes) in rows) table.Append(CultureInfo.InvariantCulture, $"| {name} | {bytes} |\n");
        string text = System.IO.File.ReadAllText(File);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, string.Concat(text.AsSpan(0, text.IndexOf(Begin, StringComparison.Ordinal)), table.ToString(), text.AsSpan(end)));
    }

    [GeneratedRegex(@"^\| ([^|]+?) \| ([0-9]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
