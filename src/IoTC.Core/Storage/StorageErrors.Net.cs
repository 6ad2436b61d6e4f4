using System;
using System.IO;

namespace IoTC.Storage;

/// <summary>What a failing disk is called.</summary>
internal static class StorageErrors
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int LinuxOverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public static bool IsStorage(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static IoTCException NotWritten(string folder, Exception exception)
    {
        string why = exception.HResult switch
        {
            UnixNoSpace or LinuxOverQuota or WindowsDiskFull or WindowsHandleDiskFull => "the disk is full. What was accepted before is safe; free some space and send again",
            UnixReadOnly => "the disk is read-only. What was accepted before is safe; make it writable and send again",
            _ => "the disk failed (" + exception.Message + "). What was accepted before is kept as far as the disk keeps it; send again when it works",
        };
        return new IoTCException(IoTCError.Storage, $"The message was not taken by the outbox in {folder}: {why}.");
    }

    public static IoTCException NotRead(string folder, Exception exception)
        => new(IoTCError.Storage, $"The outbox in {folder} cannot be read now ({exception.Message}). Nothing of it is lost by that; it is tried again.");

    public static IoTCException NotOpened(string folder, Exception exception)
    {
        string why = exception is UnauthorizedAccessException || exception.HResult == UnixReadOnly
            ? "it cannot be written. Give the program a folder that it may write to"
            : "it failed (" + exception.Message + "). Check the path and the disk";
        return new IoTCException(IoTCError.Storage, $"The outbox cannot use the folder {folder}: {why}.");
    }

    public static IoTCException InUse(string folder)
        => new(IoTCError.Storage, $"The folder {folder} is in use by another outbox, of this process or another one. One outbox uses a folder at a time: dispose the other, or give each a folder of its own.");

    public static IoTCException OfAnother(string folder, string owner, string deviceId)
        => new(IoTCError.Storage, $"The folder {folder} holds the outbox of the device {owner}, not of {deviceId}. Give each device a folder of its own.");

    public static IoTCException Newer(string folder, int version)
        => new(IoTCError.Storage, $"The outbox in {folder} was written by a newer version of this library (format {version}). Use that version, or another folder.");

    public static IoTCException Full(string folder, long maxBytes)
        => new(IoTCError.OutboxFull, $"The message was not taken: the outbox in {folder} holds the {maxBytes} bytes that it may. Send again when the hub has acknowledged some, raise MaxBytes, or set FullPolicy to DropOldest.");
}
