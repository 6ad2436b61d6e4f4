using System;
using System.Threading.Tasks;

namespace IoTC;

/// <summary>Keeps telemetry beyond the process until the hub has acknowledged it. It only stores: what is sent when is the client's decision.</summary>
/// <remarks>
/// One client uses it, from several threads at once: any number append, one reads, one completes. The client that was given it disposes it.
/// <see cref="FileOutbox"/> is the one that comes with IoTC.
/// </remarks>
public interface IOutbox : IDisposable
{
    /// <summary>The number of the newest message ever appended, completed or not; 0 when there was none.</summary>
    long LastSequence { get; }

    /// <summary>How many messages are kept: appended, and neither completed nor dropped.</summary>
    long Count { get; }

    /// <summary>How many messages have been given up for newer ones since it was attached.</summary>
    long DroppedCount { get; }

    /// <summary>Opens it for a device; called once, by the client, before anything else.</summary>
    /// <param name="deviceId">The device's Registration ID, or its Device ID where there is no DPS.</param>
    /// <param name="dropped">Called with the first and the last number of messages that are given up for newer ones; from any thread, under no lock.</param>
    /// <exception cref="IoTCException">It cannot be opened, or holds the messages of another device.</exception>
    void Attach(string deviceId, Action<long, long> dropped);

    /// <summary>Appends a message and returns when it is accepted: kept as firmly as the outbox's policy says.</summary>
    /// <param name="properties">Properties as they stand in the topic, encoded; at most 16 KB.</param>
    /// <param name="payload">The payload; at most 256 KB with its properties.</param>
    /// <param name="createdUnixMs">When it was made, in milliseconds since 1970 UTC.</param>
    /// <param name="sequence">Its number, or 0 when it was not taken.</param>
    /// <returns><see cref="IoTCError.None"/>, or <see cref="IoTCError.OutboxFull"/>.</returns>
    /// <exception cref="IoTCException">The storage failed; the message was not taken.</exception>
    IoTCError TryAppend(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, out long sequence);

    /// <summary>Appends a message and completes when it is accepted: kept as firmly as the outbox's policy says.</summary>
    /// <param name="properties">Properties as they stand in the topic, encoded; copied before the first wait.</param>
    /// <param name="payload">The payload; copied before the first wait.</param>
    /// <param name="createdUnixMs">When it was made, in milliseconds since 1970 UTC.</param>
    /// <returns>Its number.</returns>
    /// <exception cref="IoTCException">It is full (<see cref="IoTCError.OutboxFull"/>) or the storage failed; the message was not taken.</exception>
    ValueTask<long> AppendAsync(ReadOnlyMemory<byte> properties, ReadOnlyMemory<byte> payload, long createdUnixMs);

    /// <summary>Reads the first accepted message, from a number on, that is not completed.</summary>
    /// <param name="fromSequence">Where to begin.</param>
    /// <param name="record">Filled in; its views end with the next reading.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    /// <exception cref="IoTCException">The storage cannot be read now; it may be tried again.</exception>
    bool TryRead(long fromSequence, OutboxRecord record);

    /// <summary>The hub has acknowledged a message: it is needed no more. Never waits for the disk.</summary>
    /// <param name="sequence">Its number.</param>
    void Complete(long sequence);

    /// <summary>Writes down what has been completed, so that the next process does not send it again. It does not throw.</summary>
    void Flush();
}
