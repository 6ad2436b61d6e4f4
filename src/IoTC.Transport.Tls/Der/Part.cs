using System;

namespace IoTC.Transport.Tls.Der;

/// <summary>Keeps what a <see cref="DerReader"/> has read without copying it.</summary>
internal static class Part
{
    /// <summary>The same bytes as memory.</summary>
    /// <param name="whole">What the reader reads.</param>
    /// <param name="part">What it has read.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> whole, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            return default;
        }

        return whole.Span.Overlaps(part, out int offset)
            ? whole.Slice(offset, part.Length)
            : throw new ArgumentException("The part is not within the whole.", nameof(part));
    }
}
