namespace IoTC.Emulator;

/// <summary>A file that a device has stored.</summary>
/// <param name="BlobName">With the device's folder: <c>device/name</c>.</param>
/// <param name="Content">The bytes; not a copy.</param>
/// <param name="Blocks">How many blocks it was committed from; 0 when it was stored with one Put Blob.</param>
public sealed record UploadedFile(string BlobName, byte[] Content, int Blocks);
