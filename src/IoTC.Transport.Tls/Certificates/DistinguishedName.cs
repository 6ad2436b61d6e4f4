using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>A subject or issuer, in a form in which equal names are equal bytes.</summary>
/// <remarks>
/// RFC 5280 §7.1: text compares without regard to case, to the kind of string, and to how much space separates words. Each RDN is written with its length, so
/// one name is within another's subtree when its bytes begin with the other's.
/// </remarks>
internal sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const byte Text = 1;

    private readonly byte[] _canonical;
    private readonly int _hash;

    private DistinguishedName(byte[] canonical)
    {
        _canonical = canonical;
        HashCode hash = default;
        hash.AddBytes(canonical);
        _hash = hash.ToHashCode();
    }

    /// <summary>Whether there is no RDN.</summary>
    public bool IsEmpty => _canonical.Length == 0;

    /// <summary>Reads a Name.</summary>
    /// <param name="sequence">The content of its SEQUENCE.</param>
    /// <exception cref="DerException">It is none.</exception>
    public static DistinguishedName Read(ReadOnlySpan<byte> sequence)
    {
        ArrayBufferWriter<byte> writer = new(Math.Max(1, sequence.Length + 32));
        DerReader names = new(sequence);
        while (!names.IsAtEnd)
        {
            ReadOnlySpan<byte> set = names.Read(DerTag.Set);
            if (set.Length == 0)
            {
                throw new DerException("a name holds an empty part");
            }

            WriteRelative(writer, set);
        }

        return new(writer.WrittenSpan.ToArray());
    }

    /// <summary>Whether this name lies in the subtree below another, or is it.</summary>
    public bool IsWithin(DistinguishedName other) => _canonical.AsSpan().StartsWith(other._canonical);

    public bool Equals(DistinguishedName? other) => other is not null && _hash == other._hash && _canonical.AsSpan().SequenceEqual(other._canonical);

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode() => _hash;

    private static void WriteRelative(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> set)
    {
        // Twice as long at most: a Teletex letter takes two bytes of UTF-8; lower case and the lengths may add a little.
        ArrayBufferWriter<byte> part = new((set.Length * 2) + 16);
        DerReader attributes = new(set);
        while (!attributes.IsAtEnd)
        {
            DerReader attribute = attributes.ReadSequence();
            WriteSized(part, attribute.Read(DerTag.ObjectIdentifier));
            ReadOnlySpan<byte> value = attribute.Read(out byte tag);
            attribute.ExpectEnd();
            WriteValue(part, tag, value);
        }

        WriteSized(writer, part.WrittenSpan);
    }

    private static void WriteValue(ArrayBufferWriter<byte> part, byte tag, ReadOnlySpan<byte> value)
    {
        if (NameText.TryDecode(tag, value) is { } text)
        {
            part.Write([Text]);
            WriteSized(part, Encoding.UTF8.GetBytes(Folded(text)));
        }
        else
        {
            part.Write([tag]);
            WriteSized(part, value);
        }
    }

    private static string Folded(string text)
    {
        StringBuilder folded = new(text.Length);
        foreach (char c in text.AsSpan().Trim())
        {
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        return folded.ToString();
    }

    private static void WriteSized(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(writer.GetSpan(sizeof(int)), bytes.Length);
        writer.Advance(sizeof(int));
        writer.Write(bytes);
    }
}
