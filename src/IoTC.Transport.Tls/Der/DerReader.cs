using System;
using System.Diagnostics.CodeAnalysis;

namespace IoTC.Transport.Tls.Der;

/// <summary>Reads DER element by element out of bytes that belong to a stranger: nothing is copied, nothing is allocated, nothing lenient is taken.</summary>
/// <remarks>
/// X.690 §10 and §11: lengths are definite and as short as can be. A lenient reader (BouncyCastle's, in the handshake) reads the same values from what this
/// one takes, because DER has but one encoding for each.
/// </remarks>
internal ref struct DerReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Whether all is read.</summary>
    public readonly bool IsAtEnd => _at == _bytes.Length;

    /// <summary>Where the next element begins.</summary>
    public readonly int Position => _at;

    /// <summary>The identifier octet of the next element; 0 at the end.</summary>
    public readonly byte PeekTag() => IsAtEnd ? (byte)0 : _bytes[_at];

    /// <summary>Reads one element of any type.</summary>
    /// <param name="tag">Its identifier octet.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="DerException">There is none, or it is not DER.</exception>
    public ReadOnlySpan<byte> Read(out byte tag)
    {
        ReadOnlySpan<byte> rest = _bytes[_at..];
        if (rest.Length < 2)
        {
            throw new DerException("an element is cut short");
        }

        tag = rest[0];
        if ((tag & 0x1F) == 0x1F)
        {
            throw new DerException("an element has a tag of several octets");
        }

        int header = 2;
        int length = rest[1];
        if (length >= 0x80)
        {
            // §8.1.3.5: the octets of a long length; four are more than any certificate needs.
            int octets = length - 0x80;
            if (octets is 0 or > 4 || rest.Length < 2 + octets)
            {
                throw new DerException("an element has an unreadable length");
            }

            uint value = 0;
            for (int i = 0; i < octets; i++)
            {
                value = (value << 8) | rest[2 + i];
            }

            // §10.1: the minimum number of octets.
            if (value < 0x80 || rest[2] == 0 || value > int.MaxValue)
            {
                throw new DerException("an element has an unreadable length");
            }

            header += octets;
            length = (int)value;
        }

        if (length > rest.Length - header)
        {
            throw new DerException("an element is cut short");
        }

        _at += header + length;
        return rest.Slice(header, length);
    }

    /// <summary>Reads one element of this type.</summary>
    public ReadOnlySpan<byte> Read(byte tag)
    {
        if (PeekTag() != tag)
        {
            ThrowUnexpected(tag);
        }

        return Read(out _);
    }

    /// <summary>Reads one element of this type with its identifier and length.</summary>
    public ReadOnlySpan<byte> ReadWhole(byte tag)
    {
        int start = _at;
        Read(tag);
        return _bytes[start.._at];
    }

    /// <summary>Reads one element of this type when it is the next.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> content)
    {
        bool isNext = PeekTag() == tag;
        content = isNext ? Read(out _) : default;
        return isNext;
    }

    /// <summary>Reads a SEQUENCE.</summary>
    public DerReader ReadSequence() => new(Read(DerTag.Sequence));

    /// <summary>Reads a BOOLEAN. X.690 §11.1: TRUE is FF.</summary>
    public bool ReadBoolean()
    {
        ReadOnlySpan<byte> content = Read(DerTag.Boolean);
        return content is [0x00 or 0xFF] ? content[0] != 0 : throw new DerException("a BOOLEAN is neither 00 nor FF");
    }

    /// <summary>Reads an INTEGER as its octets: two's complement, big-endian, as short as can be.</summary>
    public ReadOnlySpan<byte> ReadInteger() => CheckInteger(Read(DerTag.Integer));

    /// <summary>Reads an INTEGER that is small and not negative.</summary>
    public int ReadSmallInteger(byte tag = DerTag.Integer)
    {
        ReadOnlySpan<byte> content = CheckInteger(Read(tag));
        if (content[0] >= 0x80)
        {
            throw new DerException("a number is negative");
        }

        int value = 0;
        foreach (byte octet in content)
        {
            // More than three octets is more than any limit that is compared with it.
            value = content.Length > 4 || value > 0x7FFFFF ? int.MaxValue : (value << 8) | octet;
        }

        return value;
    }

    /// <summary>Reads a BIT STRING of whole octets.</summary>
    public ReadOnlySpan<byte> ReadOctetAlignedBits()
    {
        ReadOnlySpan<byte> content = Read(DerTag.BitString);
        return content.Length > 0 && content[0] == 0 ? content[1..] : throw new DerException("a BIT STRING does not end on an octet");
    }

    /// <summary>Reads a BIT STRING of named bits: at most sixteen, the first in the highest bit.</summary>
    /// <remarks>X.690 §11.2.2 forbids zero bits at the end, and two public roots have them. They change nothing in the value; what is unused has to be zero.</remarks>
    public ushort ReadNamedBits()
    {
        ReadOnlySpan<byte> content = Read(DerTag.BitString);
        if (content.Length is 0 or > 3 || content[0] > 7 || (content.Length == 1 && content[0] != 0))
        {
            throw new DerException("named bits are malformed");
        }

        if (content.Length == 1)
        {
            return 0;
        }

        if ((content[^1] & ((1 << content[0]) - 1)) != 0)
        {
            throw new DerException("named bits are malformed");
        }

        return (ushort)((content[1] << 8) | (content.Length == 3 ? content[2] : 0));
    }

    /// <summary>Refuses what follows the last element.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            throw new DerException("there is more than there should be");
        }
    }

    private static ReadOnlySpan<byte> CheckInteger(ReadOnlySpan<byte> content)
    {
        bool isPadded = content.Length > 1 && ((content[0] == 0 && content[1] < 0x80) || (content[0] == 0xFF && content[1] >= 0x80));
        return content.Length == 0 || isPadded ? throw new DerException("an INTEGER is malformed") : content;
    }

    [DoesNotReturn]
    private readonly void ThrowUnexpected(byte tag) =>
        throw new DerException(IsAtEnd ? $"an element of type {tag:X2} is missing" : $"an element of type {tag:X2} is expected and {PeekTag():X2} found");
}
