using System;

namespace IoTC.Upload;

/// <summary>What one upload needs to know.</summary>
internal sealed class UploadOptions
{
    public required string HubHost { get; init; }

    public required int HubPort { get; init; }

    public required string DeviceId { get; init; }

    public required string ApiVersion { get; init; }

    public required string BlobName { get; init; }

    /// <summary>Makes a token for the hub, of the time of the call; <see langword="null"/> when a client certificate does.</summary>
    public Func<string>? CreateToken { get; init; }

    /// <summary>Bytes of one block.</summary>
    public required int BlockSize { get; init; }

    /// <summary>How often one request is tried, the first time counted in.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Limit of opening one connection.</summary>
    public required int OpenTimeoutMs { get; init; }

    /// <summary>Limit of the time in which nothing moves: no byte is taken, no answer comes.</summary>
    public required int IdleTimeoutMs { get; init; }

    /// <summary>What a request must reach over its whole length, <see cref="IdleTimeoutMs"/> for its answer apart.</summary>
    public required int MinBytesPerSecond { get; init; }

    /// <summary>Limit of telling the hub about an upload that failed or was given up.</summary>
    public int FailureNotificationTimeoutMs { get; init; } = 10_000;

    public required int MinDelayMs { get; init; }

    public required int MaxDelayMs { get; init; }

    /// <summary>Seeds the jitter of pauses.</summary>
    public long Seed { get; init; }
}
