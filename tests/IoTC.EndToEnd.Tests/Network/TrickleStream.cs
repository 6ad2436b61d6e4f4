using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>Content of a length that nobody knows, a few bytes at a time; something may happen on the way.</summary>
internal sealed class TrickleStream(byte[] content, int pieceSize) : Stream
{
    private int _position;

    /// <summary>When <see cref="Then"/> is called, once.</summary>
    public int AfterBytes { get; init; } = int.MaxValue;

    public Action? Then { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(pieceSize, buffer.Length), content.Length - _position);
        content.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        if (_position < AfterBytes) return count;
        Action? then = Then;
        Then = null;
        then?.Invoke();
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
