using System;

namespace IoTC.Storage;

/// <summary>An open file of an <see cref="OutboxDisk"/>.</summary>
internal abstract class OutboxFile : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Reads from a place on.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    public abstract int Read(long offset, Span<byte> target);

    /// <summary>Writes all.</summary>
    public abstract void Write(long offset, ReadOnlySpan<byte> bytes);

    public abstract void SetLength(long length);

    /// <summary>Returns when what was written will survive the loss of power.</summary>
    public abstract void Sync();

    public abstract void Dispose();
}
