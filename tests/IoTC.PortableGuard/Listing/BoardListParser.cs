using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;

namespace IoTC.PortableGuard.Listing;

/// <summary>Reads a list of public types and members, one a line: T type, M method, F field, P property, E event, # comment.</summary>
internal static partial class BoardListParser
{
    /// <summary>Adds what a list declares to <paramref name="types"/>. Members must follow their type.</summary>
    /// <exception cref="FormatException">A line is none of the five forms, or declares something twice or out of place.</exception>
    public static void Parse(TextReader reader, string listName, IDictionary<string, BoardType> types)
    {
        int number = 0;
        while (reader.ReadLine() is string line)
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            string? problem = ParseLine(line, types);
            if (problem != null) throw new FormatException($"{listName}({number}): {problem}: {line}");
        }
    }

    private static string? ParseLine(string line, IDictionary<string, BoardType> types)
    {
        if (TypeLine().Match(line) is { Success: true } type)
        {
            return types.TryAdd(type.Groups["name"].Value, ReadType(type.Groups)) ? null : "listed twice";
        }

        (Match match, Action<BoardType, GroupCollection>? add) = line[0] switch
        {
            'M' => (MethodLine().Match(line), AddMethod),
            'F' => (FieldLine().Match(line), AddField),
            'P' => (PropertyLine().Match(line), AddProperty),
            'E' => (EventLine().Match(line), AddEvent),
            _ => (Match.Empty, (Action<BoardType, GroupCollection>?)null),
        };
        if (!match.Success || add == null) return "not a line of the list";
        if (!types.TryGetValue(match.Groups["owner"].Value, out BoardType? owner)) return "a member before its type";
        add(owner, match.Groups);
        return null;
    }

    private static BoardType ReadType(GroupCollection groups)
    {
        var kind = Enum.Parse<BoardTypeKind>(groups["kind"].Value, ignoreCase: true);
        BoardTypeModifier modifier = groups["modifier"].Success
            ? Enum.Parse<BoardTypeModifier>(groups["modifier"].Value, ignoreCase: true)
            : BoardTypeModifier.None;
        string[] parents = Split(groups["parents"].Value, ", ");
        return kind == BoardTypeKind.Interface || parents.Length == 0
            ? new BoardType(groups["name"].Value, kind, modifier, null, parents)
            : new BoardType(groups["name"].Value, kind, modifier, parents[0], parents[1..]);
    }

    private static void AddMethod(BoardType owner, GroupCollection groups) => owner.Methods.Add(new BoardMethod(
        owner.Name, groups["name"].Value, groups["type"].Value, Split(groups["parameters"].Value, ","),
        IsProtected(groups), IsStatic(groups), groups["slot"].Success, groups["slot"].Value == "abstract"));

    private static void AddField(BoardType owner, GroupCollection groups) => owner.Fields.Add(new BoardField(
        owner.Name, groups["name"].Value, groups["type"].Value, IsProtected(groups),
        groups["place"].Value != "instance", groups["readonly"].Success,
        groups["place"].Value == "const" ? groups["value"].Value : null));

    private static void AddProperty(BoardType owner, GroupCollection groups) => owner.Properties.Add(new BoardProperty(
        owner.Name, groups["name"].Value, groups["type"].Value, Split(groups["parameters"].Value, ","),
        groups["get"].Success, groups["set"].Success));

    private static void AddEvent(BoardType owner, GroupCollection groups) =>
        owner.Events.Add(new BoardEvent(owner.Name, groups["name"].Value, groups["type"].Value));

    private static bool IsProtected(GroupCollection groups) => groups["access"].Value == "protected";

    private static bool IsStatic(GroupCollection groups) => groups["place"].Value == "static";

    private static string[] Split(string text, string separator) => text.Length == 0 ? [] : text.Split(separator);

    [GeneratedRegex(@"^T ((?<modifier>abstract|sealed|static) )?(?<kind>class|interface|valuetype|enum|delegate) (?<name>[^ ]+)( : (?<parents>.+))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^M (?<access>public|protected) (?<place>static|instance) ((?<slot>virtual|abstract) )?(?<type>[^ ]+) (?<owner>[^ :]+)::(?<name>[^ (]+)\((?<parameters>[^ )]*)\)$")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^F (?<access>public|protected) (?<place>const|static|instance) ((?<readonly>readonly) )?(?<type>[^ ]+) (?<owner>[^ :]+)::(?<name>[^ ]+)( = (?<value>.*))?$")]
    private static partial Regex FieldLine();

    [GeneratedRegex(@"^P (?<type>[^ ]+) (?<owner>[^ :]+)::(?<name>[^ (]+)\((?<parameters>[^ )]*)\) \{ (?<get>get; )?(?<set>set; )?\}$")]
    private static partial Regex PropertyLine();

    [GeneratedRegex(@"^E (?<type>[^ ]+) (?<owner>[^ :]+)::(?<name>[^ ]+)$")]
    private static partial Regex EventLine();
}
