using System;
using System.Text;
using IoTC.Transport.Tls.Der;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Names as text: decodes the strings of X.500, and writes a name the way people read it.</summary>
internal static class NameText
{
    private const int MaxLength = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of a string, or <see langword="null"/> when it is no string or not well encoded.</summary>
    public static string? TryDecode(byte tag, ReadOnlySpan<byte> value)
    {
        try
        {
            return tag switch
            {
                DerTag.PrintableString or DerTag.Ia5String when Ascii.IsValid(value) => Encoding.ASCII.GetString(value),
                DerTag.Utf8String => StrictUtf8.GetString(value),
                DerTag.TeletexString => Encoding.Latin1.GetString(value),
                DerTag.BmpString when value.Length % 2 == 0 => Encoding.BigEndianUnicode.GetString(value),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>A name in one line, as <c>CN=…, O=…</c>; without control characters, and cut when long.</summary>
    /// <param name="sequence">The content of the Name's SEQUENCE.</param>
    public static string Of(ReadOnlySpan<byte> sequence)
    {
        StringBuilder text = new();
        try
        {
            DerReader names = new(sequence);
            while (!names.IsAtEnd && text.Length <= MaxLength)
            {
                DerReader attributes = new(names.Read(DerTag.Set));
                while (!attributes.IsAtEnd)
                {
                    DerReader attribute = attributes.ReadSequence();
                    ReadOnlySpan<byte> type = attribute.Read(DerTag.ObjectIdentifier);
                    ReadOnlySpan<byte> value = attribute.Read(out byte tag);
                    text.Append(text.Length == 0 ? "" : ", ").Append(Label(type)).Append('=').Append(TryDecode(tag, value) ?? "?");
                }
            }
        }
        catch (DerException)
        {
            text.Append('?');
        }

        return text.Length == 0 ? "without a subject" : OneLine(text.ToString());
    }

    /// <summary>The last common name, or empty; one that shares its RDN with others does not count, as with the platform's certificates.</summary>
    /// <param name="sequence">The content of the Name's SEQUENCE, well formed.</param>
    public static string CommonNameOf(ReadOnlySpan<byte> sequence)
    {
        string name = "";
        DerReader names = new(sequence);
        while (!names.IsAtEnd)
        {
            DerReader attributes = new(names.Read(DerTag.Set));
            DerReader attribute = attributes.ReadSequence();
            if (attributes.IsAtEnd && attribute.Read(DerTag.ObjectIdentifier).SequenceEqual(Oid.CommonName))
            {
                ReadOnlySpan<byte> value = attribute.Read(out byte tag);
                name = TryDecode(tag, value) ?? "";
            }
        }

        return name;
    }

    /// <summary>A stranger's text fit for one line of a log.</summary>
    public static string OneLine(string text) =>
        string.Create(Math.Min(text.Length, MaxLength), text, static (line, source) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });

    // X.520 attribute types, 2.5.4.n.
    private static string Label(ReadOnlySpan<byte> type) => type switch
    {
        [0x55, 0x04, 3] => "CN",
        [0x55, 0x04, 5] => "SERIALNUMBER",
        [0x55, 0x04, 6] => "C",
        [0x55, 0x04, 7] => "L",
        [0x55, 0x04, 8] => "ST",
        [0x55, 0x04, 10] => "O",
        [0x55, 0x04, 11] => "OU",
        [0x09, 0x92, 0x26, 0x89, 0x93, 0xF2, 0x2C, 0x64, 0x01, 0x19] => "DC",
        _ when type.SequenceEqual(Oid.EmailAddress) => "E",
        _ => Oid.Text(type),
    };
}
