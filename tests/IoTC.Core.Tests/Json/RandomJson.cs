using System;
using System.Globalization;
using System.Text;

namespace IoTC.Core.Tests.Json;

/// <summary>Makes JSON documents of every shape: white space, escapes in all spellings, nested and empty containers.</summary>
internal static class RandomJson
{
    public static byte[] Document(Random random)
    {
        var text = new StringBuilder();
        Space(random, text);
        Value(random, text, 0);
        Space(random, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Value(Random random, StringBuilder text, int depth)
    {
        switch (random.Next(depth > 5 ? 5 : 8))
        {
            case 0: Text(random, text); break;
            case 1: text.Append(random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture)); break;
            case 2: Number(random, text); break;
            case 3: text.Append(random.Next(2) == 0 ? "true" : "false"); break;
            case 4: text.Append("null"); break;
            case 5: Items(random, text, '[', ']', () => Value(random, text, depth + 1)); break;
            default: Items(random, text, '{', '}', () => Property(random, text, depth + 1)); break;
        }
    }

    private static void Items(Random random, StringBuilder text, char open, char close, Action item)
    {
        text.Append(open);
        int count = random.Next(5);
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            Space(random, text);
            item();
            Space(random, text);
        }

        if (count == 0) Space(random, text);
        text.Append(close);
    }

    private static void Property(Random random, StringBuilder text, int depth)
    {
        Text(random, text);
        Space(random, text);
        text.Append(':');
        Space(random, text);
        Value(random, text, depth);
    }

    private static void Number(Random random, StringBuilder text)
    {
        if (random.Next(2) == 0) text.Append('-');
        text.Append(random.Next(3) == 0 ? 0 : random.Next(1, 1000000));
        if (random.Next(2) == 0) text.Append('.').Append(random.Next(1000000).ToString("D6", CultureInfo.InvariantCulture));
        if (random.Next(2) == 0) text.Append("eE"[random.Next(2)]).Append(random.Next(3) switch { 0 => "+", 1 => "-", _ => "" }).Append(random.Next(40));
    }

    private static void Text(Random random, StringBuilder text)
    {
        text.Append('"');
        int count = random.Next(random.Next(6) == 0 ? 60 : 8);
        for (int i = 0; i < count; i++)
        {
            switch (random.Next(6))
            {
                case 0: text.Append("\\\"\\\\\\/\\b\\f\\n\\r\\t".AsSpan(random.Next(8) * 2, 2)); break;
                case 1: text.Append("\\u").Append(random.Next(0xD800).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture)); break;
                case 2: text.Append(new Rune(random.Next(0x10000, 0x110000)).ToString()); break;
                case 3: text.Append((char)random.Next(0xA0, 0xD800)); break;
                case 4: Pair(random, text); break;
                default: text.Append((char)random.Next('a', 'z' + 1)); break;
            }
        }

        text.Append('"');
    }

    private static void Pair(Random random, StringBuilder text)
    {
        foreach (char unit in new Rune(random.Next(0x10000, 0x110000)).ToString())
        {
            text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
        }
    }

    private static void Space(Random random, StringBuilder text)
    {
        if (random.Next(4) == 0) text.Append(" \t\r\n".AsSpan(random.Next(4), 1));
    }
}
