using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using IoTC.PortableGuard.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace IoTC.PortableGuard.Compiling;

/// <summary>Says a compiler error in the guard's words where the board is its reason.</summary>
internal static partial class CompilerMessages
{
    private static readonly Dictionary<string, string> Wordings = new()
    {
        ["CS0103"] = "{0} is not on the board",
        ["CS0117"] = "{0}.{1} is not on the board",
        ["CS0234"] = "{1}.{0} is not on the board",
        ["CS0246"] = "{0} is not on the board",
        ["CS0518"] = "{0} is not on the board",
        ["CS0656"] = "{0} is not on the board",
        ["CS1061"] = "{0}.{1} is not on the board",
        ["CS1739"] = "{0} has no known parameter names; pass {1} by position",
        ["CS8179"] = "{0} is not on the board",
        ["CS8773"] = "{0} is not in C# 10",
        ["CS8936"] = "{0} is not in C# 10",
    };

    public static Violation Describe(Diagnostic diagnostic, Compilation compilation)
    {
        string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        if (Wordings.TryGetValue(diagnostic.Id, out string? wording))
        {
            MatchCollection words = Quoted().Matches(message);
            string first = words[0].Groups[1].Value;
            string second = words.Count > 1 ? words[1].Groups[1].Value : "";

            // A member missing from the sources' own type is no fault of the board's.
            bool isOwn = compilation.ContainsSymbolsWithName(first, SymbolFilter.Type);
            if (!isOwn) message = string.Format(CultureInfo.InvariantCulture, wording, first, second);
        }

        Location? place = diagnostic.Location.IsInSource ? diagnostic.Location : Guess(message, compilation);
        return new Violation(SourceMap.Text(place), $"{message} ({diagnostic.Id})");
    }

    /// <summary>The compiler misses this one type only when it writes the field, and no longer knows where that was.</summary>
    private static Location? Guess(string message, Compilation compilation) =>
        message.Contains("IsVolatile", StringComparison.Ordinal)
            ? compilation.SyntaxTrees
                .SelectMany(tree => tree.GetRoot().DescendantTokens())
                .FirstOrDefault(token => token.IsKind(SyntaxKind.VolatileKeyword))
                .GetLocation()
            : null;

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
