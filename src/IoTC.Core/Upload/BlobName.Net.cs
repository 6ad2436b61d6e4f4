using System;

namespace IoTC.Upload;

/// <summary>What the name of a file in the storage may be.</summary>
/// <remarks>1 to 1,024 characters, the device's own folder that the hub puts before it counted in; no segment may be empty, <c>.</c> or <c>..</c>, or end with a dot.</remarks>
internal static class BlobName
{
    private const int MaxLength = 1024;
    private const int MaxSegments = 253;    // 254 with the device's folder

    /// <summary>Throws when the storage would not take the name.</summary>
    /// <exception cref="ArgumentException">Says which rule it breaks.</exception>
    public static void Validate(string blobName, string deviceId)
    {
        ArgumentNullException.ThrowIfNull(blobName);
        int limit = MaxLength - deviceId.Length - 1;
        Require(blobName.Length > 0, "The blob name is empty.");
        Require(blobName.Length <= limit, $"The blob name may have {limit} characters at most, {MaxLength} together with the device id.");
        for (int i = 0; i < blobName.Length; i++)
        {
            Require(!char.IsControl(blobName[i]), "The blob name holds a control character.");
            Require(blobName[i] != '\\', "The blob name holds a backslash; folders are separated by /.");
            bool isPair = char.IsHighSurrogate(blobName[i]) && i + 1 < blobName.Length && char.IsLowSurrogate(blobName[i + 1]);
            Require(isPair || !char.IsSurrogate(blobName[i]), "The blob name holds half of a surrogate pair.");
            if (isPair) i++;
        }

        string[] segments = blobName.Split('/');
        Require(segments.Length <= MaxSegments, $"The blob name may have {MaxSegments} segments at most.");
        foreach (string segment in segments)
        {
            Require(segment.Length > 0, "The blob name has an empty segment: it begins or ends with /, or holds two in a row.");
            Require(!segment.EndsWith('.'), "A segment of the blob name ends with a dot.");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new ArgumentException(message);
    }
}
