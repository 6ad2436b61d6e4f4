using System;
using System.Collections.Generic;

namespace IoTC.Fuzz;

/// <summary>Makes inputs out of those that are kept: small damage, words of the language, joints of two, and what the target invents.</summary>
internal sealed class Mutator(FuzzTarget target, IReadOnlyList<byte[]> corpus, int seed)
{
    private const int MaxLength = 4096;

    private static readonly byte[] Interesting = [0, 1, 2, 4, 0x0F, 0x10, 0x20, 0x30, 0x7F, 0x80, 0x81, 0xC0, 0xED, 0xF4, 0xFE, 0xFF, (byte)'"', (byte)'{', (byte)'[', (byte)'\\', (byte)'%', (byte)'\n'];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var bytes = new List<byte>(Base());
        for (int edits = _random.Next(1 + (1 << _random.Next(4))); edits > 0; edits--) Edit(bytes);
        if (bytes.Count > MaxLength) bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    private byte[] Base()
    {
        if (_random.Next(2) == 0 && target.Invent(_random) is { } invented) return invented;
        if (_random.Next(40) == 0) return RandomBytes(_random.Next(200));
        return corpus[_random.Next(corpus.Count)];
    }

    private void Edit(List<byte> bytes)
    {
        int place = _random.Next(bytes.Count + 1);
        int length = Math.Min(bytes.Count - place, 1 + _random.Next(1 << _random.Next(7)));
        bool isInside = place < bytes.Count;
        switch (_random.Next(10))
        {
            case 0 when isInside: bytes[place] ^= (byte)(1 << _random.Next(8)); break;
            case 1 when isInside: bytes[place] = Interesting[_random.Next(Interesting.Length)]; break;
            case 2 when isInside: bytes[place] = (byte)_random.Next(256); break;
            case 3 when isInside: bytes[place] += (byte)_random.Next(-4, 5); break;
            case 4: bytes.RemoveRange(place, length); break;
            case 5: bytes.InsertRange(place, bytes.GetRange(place, length)); break;
            case 6: bytes.InsertRange(place, RandomBytes(_random.Next(8))); break;
            case 7: Splice(bytes, place); break;
            case 8 when isInside: bytes.RemoveRange(place, bytes.Count - place); break;
            default: InsertWord(bytes, place); break;
        }
    }

    private void Splice(List<byte> bytes, int place)
    {
        byte[] other = corpus[_random.Next(corpus.Count)];
        int start = _random.Next(other.Length + 1);
        bytes.RemoveRange(place, bytes.Count - place);
        bytes.AddRange(other[start..]);
    }

    private void InsertWord(List<byte> bytes, int place)
    {
        if (target.Words.Count == 0) return;
        byte[] word = target.Words[_random.Next(target.Words.Count)];
        if (_random.Next(2) == 0) bytes.RemoveRange(place, Math.Min(word.Length, bytes.Count - place));
        bytes.InsertRange(place, word);
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
