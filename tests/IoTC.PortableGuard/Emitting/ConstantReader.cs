using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IoTC.PortableGuard.Listing;

namespace IoTC.PortableGuard.Emitting;

/// <summary>Turns the listed text of a constant into its value.</summary>
internal static class ConstantReader
{
    /// <summary>The underlying type of an enum: the lists give values only, so the first type that holds them all.</summary>
    public static string UnderlyingType(BoardType type)
    {
        IEnumerable<string> values = type.Fields.Where(field => field.Constant != null).Select(field => field.Constant!);
        if (values.All(value => int.TryParse(value, CultureInfo.InvariantCulture, out _))) return "System.Int32";
        return values.All(value => uint.TryParse(value, CultureInfo.InvariantCulture, out _)) ? "System.UInt32" : "System.Int64";
    }

    /// <summary>The value, typed as <paramref name="type"/>, a primitive or a string.</summary>
    public static object Read(string type, string text) => type switch
    {
        "System.String" => text,
        "System.Char" => ReadChar(text),
        "System.Double" => double.Parse(text, CultureInfo.InvariantCulture),
        "System.Single" => float.Parse(text, CultureInfo.InvariantCulture),
        _ => Convert.ChangeType(text, Type.GetType(type, throwOnError: true)!, CultureInfo.InvariantCulture),
    };

    private static char ReadChar(string text) =>
        text.StartsWith("'\\u", StringComparison.Ordinal) && text.Length == 8
            ? (char)ushort.Parse(text.AsSpan(3, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : throw new FormatException("not a character constant: " + text);
}
