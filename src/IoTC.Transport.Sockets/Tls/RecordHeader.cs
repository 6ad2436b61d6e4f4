using System;
using System.Buffers.Binary;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>The five bytes before every TLS record: content type, version, length.</summary>
/// <remarks>RFC 8446 §5.1 and §5.2, RFC 5246 §6.2.</remarks>
internal static class RecordHeader
{
    /// <summary>Plaintext of one record is never longer.</summary>
    public const int MaxPlaintext = 1 << 14;

    /// <summary>TLS 1.2 allows 2,048 bytes of expansion, TLS 1.3 only 256.</summary>
    public const int MaxRecordSize = HeaderSize + MaxPlaintext + 2048;

    private const int HeaderSize = 5;

    /// <summary>
    /// The size of the first record, header included, when it is there whole; 0 when it is not. What is no TLS record is given whole, so that
    /// SslStream sees it and says so.
    /// </summary>
    public static int RecordSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            return 0;
        }

        bool isRecord = bytes[0] is >= 20 and <= 24 && (bytes.Length < 2 || bytes[1] == 3);
        if (isRecord && bytes.Length < HeaderSize)
        {
            return 0;
        }

        int size = isRecord ? HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]) : int.MaxValue;
        return size > MaxRecordSize ? bytes.Length : bytes.Length >= size ? size : 0;
    }
}
