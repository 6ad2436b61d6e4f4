using System;

namespace IoTC.Emulator.Files;

/// <summary>An upload between the address and the notification.</summary>
/// <param name="CorrelationId">Its name.</param>
/// <param name="Device">Whose it is.</param>
/// <param name="BlobName">With the device's folder.</param>
/// <param name="Expiry">When its access ends, and with it the upload.</param>
internal sealed record ActiveUpload(string CorrelationId, EmulatedDevice Device, string BlobName, DateTimeOffset Expiry);
