namespace IoTC.Emulator;

/// <summary>What a device has told the hub about an upload.</summary>
/// <param name="BlobName">With the device's folder.</param>
/// <param name="IsSuccess">Whether the file is stored.</param>
/// <param name="StatusCode">The device's status.</param>
/// <param name="StatusDescription">The device's words.</param>
public sealed record FileNotification(string BlobName, bool IsSuccess, int StatusCode, string StatusDescription);
