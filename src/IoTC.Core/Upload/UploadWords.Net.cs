using System;
using System.Text;
using IoTC.Buffers;

namespace IoTC.Upload;

/// <summary>What an answer of hub or storage means: the cause, and the words. No URI, no token and no text of a server's is in them, its error codes apart.</summary>
internal static class UploadWords
{
    private const string LimitCode = "DeviceMaximumActiveFileUploadLimitExceeded";
    private const int MaxCodeLength = 64;

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsTransient(int status) => status is 408 or 429 or >= 500;

    public static IoTCError ErrorOfHub(int status, ByteBuffer body) => status switch
    {
        403 when IsLimit(body) => IoTCError.Throttled,
        401 or 403 => IoTCError.WrongKey,
        404 => IoTCError.StorageNotConfigured,
        _ => ErrorOf(status),
    };

    public static string DescribeHub(string host, int status, ByteBuffer body) => $"The hub {host} refused the file upload ({status}{Code(body)}): " + status switch
    {
        401 => "the key or certificate does not fit the device, or the token looks expired. Check the key and the device's clock.",
        403 when IsLimit(body) => "ten uploads of this device are under way, which is the most. Wait until one has ended.",
        403 => "the key or certificate does not fit the device, or the device is disabled.",
        404 => "no storage account is configured for file upload in the hub, or the device is not known. In the portal: Hub settings, File upload.",
        409 => "another upload conflicts with it.",
        429 => "too many requests came. Try again later.",
        >= 500 => "it is not available now. Try again later.",
        _ => "it does not take the request.",
    };

    public static IoTCError ErrorOfStorage(int status) => status switch
    {
        413 => IoTCError.TooLarge,
        401 or 403 or 404 or 409 or 412 => IoTCError.StorageRefused,
        _ => ErrorOf(status),
    };

    public static string DescribeStorage(string host, int status, ByteBuffer body) => $"The storage {host} refused the file ({status}{Code(body)}): " + status switch
    {
        401 or 403 => "the access that the hub gave has expired or is not valid. Start the upload again; for large files raise the SAS time limit of the hub's file upload settings.",
        404 => "the container does not exist. Check the hub's file upload settings.",
        409 or 412 => "the blob exists and is locked, leased or of another type. Use another blob name.",
        413 => "a block is larger than the storage takes. Lower UploadBlockSize.",
        429 => "too many requests came. Try again later.",
        >= 500 => "it is not available now. Try again later.",
        _ => "it does not take the request.",
    };

    private static IoTCError ErrorOf(int status) => status switch
    {
        408 => IoTCError.TimedOut,
        429 => IoTCError.Throttled,
        >= 500 => IoTCError.ServiceUnavailable,
        _ => IoTCError.BadRequest,
    };

    private static bool IsLimit(ByteBuffer body) => body.Array.AsSpan(0, body.Count).IndexOf(Encoding.ASCII.GetBytes(LimitCode)) >= 0;

    // <Error><Code>AuthenticationFailed</Code>… : letters only, so that nothing of a token can pass.
    private static string Code(ByteBuffer body)
    {
        ReadOnlySpan<byte> text = body.Array.AsSpan(0, body.Count);
        int start = text.IndexOf("<Code>"u8);
        if (start < 0) return "";
        text = text[(start + 6)..];
        int end = text.IndexOf("</Code>"u8);
        if (end is < 1 or > MaxCodeLength) return "";
        foreach (byte letter in text[..end])
        {
            if (!char.IsAsciiLetter((char)letter)) return "";
        }

        return ", " + Encoding.ASCII.GetString(text[..end]);
    }
}
