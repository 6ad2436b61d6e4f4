using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace IoTC.Storage;

/// <summary>How a segment lies on the disk; docs/outbox.md shows it. All numbers are little-endian.</summary>
/// <remarks>
/// Every checksum is CRC-32C and begins with the segment's salt, a random number: bytes that look like a record, in a payload or left over on the disk
/// from another file, are none. The salt stands in the file's name too, so that a damaged header takes nothing with it.
/// </remarks>
internal static class SegmentFormat
{
    /// <summary>Bytes of a segment's header: magic 8, name's number 8, first message 8, last message before it 8, completed up to 8, salt 4, checksum 4.</summary>
    public const int HeaderLength = 48;

    /// <summary>Bytes of a record's head: sync 2, type 1, zero 1, body length 4, sequence 8, body checksum 4, head checksum 4.</summary>
    public const int HeadLength = 24;

    /// <summary>Bytes of a message's body before its properties: time 8, length of the properties 2.</summary>
    public const int BodyPrefixLength = 10;

    /// <summary>The longest body there can be: a message of 256 KB with its properties.</summary>
    public const int MaxBodyLength = 262144 + BodyPrefixLength;

    /// <summary>The length of a mark's body: nothing; its sequence says what is completed.</summary>
    public const int MarkLength = HeadLength;

    public const byte MessageType = 1;
    public const byte MarkType = 2;
    public const byte Sync0 = 0xB1;
    public const byte Sync1 = 0xC5;

    private const string Suffix = ".outbox";

    /// <summary>The first bytes of a segment; the last one counts the versions of the format.</summary>
    public static ReadOnlySpan<byte> Magic => "IoTCobx\u0001"u8;

    /// <summary>CRC-32C over a range, begun with a salt.</summary>
    public static uint Checksum(uint salt, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~salt;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte each in bytes) crc = BitOperations.Crc32C(crc, each);
        return ~crc;
    }

    /// <summary>The file's name: a number that puts the files in order, and its salt.</summary>
    public static string GetName(long number, uint salt) => string.Create(CultureInfo.InvariantCulture, $"{number:x16}-{salt:x8}{Suffix}");

    /// <summary>Reads a file's name; any other file in the folder is left alone.</summary>
    public static bool TryParseName(string name, out long number, out uint salt)
    {
        number = 0;
        salt = 0;
        return name.Length == 16 + 1 + 8 + Suffix.Length && name[16] == '-' && name.EndsWith(Suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            && uint.TryParse(name.AsSpan(17, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out salt)
            && number > 0;
    }

    public static void WriteHeader(Span<byte> target, Segment segment, long completedUpTo)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], segment.Number);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], segment.First);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], segment.LastBefore);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], completedUpTo);
        BinaryPrimitives.WriteUInt32LittleEndian(target[40..], segment.Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(target[44..], Checksum(segment.Salt, target[..44]));
    }

    /// <summary>Reads a header; what the name says is known already.</summary>
    /// <returns>The segment; when the header is damaged, what can be known of it from its name.</returns>
    public static Segment ReadHeader(ReadOnlySpan<byte> header, long number, uint salt, out long completedUpTo, out int version)
    {
        completedUpTo = 0;
        version = 0;
        var damaged = new Segment(number, salt, number, number - 1);
        if (header.Length < HeaderLength || !header[..7].SequenceEqual(Magic[..7])) return damaged;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[40..]) != salt || BinaryPrimitives.ReadInt64LittleEndian(header[8..]) != number) return damaged;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[44..]) != Checksum(salt, header[..44])) return damaged;
        long first = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        long lastBefore = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        long completed = BinaryPrimitives.ReadInt64LittleEndian(header[32..]);
        if (first < number || lastBefore < 0 || lastBefore >= first || completed < 0 || completed >= first) return damaged;
        completedUpTo = completed;
        version = header[7];
        return new Segment(number, salt, first, lastBefore);
    }

    public static int GetMessageLength(int propertiesLength, int payloadLength) => HeadLength + BodyPrefixLength + propertiesLength + payloadLength;

    /// <summary>Writes a message whose checksums are still to be set: its segment, and with it the salt, is known only when it is written.</summary>
    public static void WriteMessage(Span<byte> target, long sequence, long createdUnixMs, ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload)
    {
        WriteHead(target, MessageType, BodyPrefixLength + properties.Length + payload.Length, sequence);
        BinaryPrimitives.WriteInt64LittleEndian(target[HeadLength..], createdUnixMs);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(HeadLength + 8)..], (ushort)properties.Length);
        properties.CopyTo(target[(HeadLength + BodyPrefixLength)..]);
        payload.CopyTo(target[(HeadLength + BodyPrefixLength + properties.Length)..]);
    }

    /// <summary>Gives a message that was written without a number its number.</summary>
    public static void WriteSequence(Span<byte> target, long sequence) => BinaryPrimitives.WriteInt64LittleEndian(target[8..], sequence);

    /// <summary>Writes a mark: every message up to a number is completed.</summary>
    public static void WriteMark(Span<byte> target, long completedUpTo) => WriteHead(target, MarkType, 0, completedUpTo);

    /// <summary>Sets the checksums of records that lie side by side.</summary>
    public static void Seal(Span<byte> records, uint salt)
    {
        while (records.Length > 0)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(records[4..]);
            BinaryPrimitives.WriteUInt32LittleEndian(records[16..], Checksum(salt, records.Slice(HeadLength, length)));
            BinaryPrimitives.WriteUInt32LittleEndian(records[20..], Checksum(salt, records[..20]));
            records = records[(HeadLength + length)..];
        }
    }

    private static void WriteHead(Span<byte> target, byte type, int bodyLength, long sequence)
    {
        target[0] = Sync0;
        target[1] = Sync1;
        target[2] = type;
        target[3] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], bodyLength);
        WriteSequence(target, sequence);
        target.Slice(16, 8).Clear();
    }
}
