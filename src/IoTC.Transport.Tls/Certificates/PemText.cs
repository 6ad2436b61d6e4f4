using System;
using System.Collections.Generic;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Finds the blocks of a PEM text. A damaged block does not hide those after it; what stands between blocks is passed over.</summary>
/// <remarks>RFC 7468 §2, read as leniently as OpenSSL reads it: comments around blocks, any line length.</remarks>
internal static class PemText
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    public static List<PemBlock> Read(string text)
    {
        List<PemBlock> blocks = [];
        int at = 0;
        int line = 1;
        int counted = 0;
        while (text.IndexOf(Begin, at, StringComparison.Ordinal) is >= 0 and int begin)
        {
            line += text.AsSpan(counted, begin - counted).Count('\n');
            counted = begin;
            int label = begin + Begin.Length;
            int labelEnd = text.IndexOf(Dashes, label, StringComparison.Ordinal);
            if (labelEnd < 0)
            {
                break;
            }

            string name = text[label..labelEnd];
            int body = labelEnd + Dashes.Length;
            int next = text.IndexOf(Begin, body, StringComparison.Ordinal);
            int limit = next < 0 ? text.Length : next;
            int end = text.IndexOf(End, body, limit - body, StringComparison.Ordinal);
            string endLine = End + name + Dashes;
            bool isEnded = end >= 0 && string.CompareOrdinal(text, end, endLine, 0, endLine.Length) == 0;
            int blockEnd = isEnded ? end + endLine.Length : limit;
            blocks.Add(new(name, line, text[begin..blockEnd], text[body..(end < 0 ? limit : end)], isEnded));
            at = blockEnd;
        }

        return blocks;
    }
}
