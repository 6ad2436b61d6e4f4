using System;
using IoTC.Transport;

namespace IoTC;

/// <content>File upload.</content>
public sealed partial class IoTCOptions
{
    /// <summary>The hub's HTTPS port, 1–65535, for file uploads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no port.</exception>
    public int HubHttpsPort
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
            field = value;
        }
    } = 443;

    /// <summary>Bytes of one block of a file, 1,024 to 104,857,600 (100 MiB); 4 MiB at first. One is held in memory for each upload; a file has 50,000 at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside these limits.</exception>
    public int UploadBlockSize
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1024);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 100 * 1024 * 1024);
            field = value;
        }
    } = 4 * 1024 * 1024;

    /// <summary>How often each request of an upload is tried, at least once; 5 at first. Pauses grow as those between reconnects do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int UploadAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 5;

    /// <summary>Limit of the time in which nothing of an upload's request moves: no byte is taken and no answer comes. Milliseconds, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int UploadTimeoutMs
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 60_000;

    /// <summary>What a request of an upload must reach over its whole length, in bytes a second, at least 1; 1,024 at first.</summary>
    /// <remarks>
    /// A request of n bytes is given up, and tried again, after <see cref="UploadTimeoutMs"/> and n / <c>UploadMinBytesPerSecond</c> seconds, however it moves. On a slow line lower
    /// <see cref="UploadBlockSize"/> with it: the access that the hub gives lasts an hour.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int UploadMinBytesPerSecond
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1024;

    /// <summary>Makes the transport of an upload, which reaches the hub's HTTPS port and the storage; <see langword="null"/> for another of the client's own kind and settings.</summary>
    /// <remarks>Needed when the client's transport is no <see cref="IAsyncTransportFactory"/>, or when its validator pins keys that the storage does not have.</remarks>
    public Func<IAsyncTransport>? UploadTransport { get; set; }
}
