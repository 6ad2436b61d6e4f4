using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Core.Tests.Upload;

/// <summary>A content whose reads heed no token: each waits until it is let go, and then gives one byte.</summary>
internal sealed class HeldContent : Stream
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begins;
    private int _ends;

    /// <summary>Completes when the first read has begun.</summary>
    public Task Begun => _begun.Task;

    public int Reads => Volatile.Read(ref _begins);

    public bool IsBeingRead => Volatile.Read(ref _ends) != Volatile.Read(ref _begins);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Release() => _release.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _begins);
        _begun.TrySetResult();
        await _release.Task.ConfigureAwait(false);
        buffer.Span[0] = 0;
        Interlocked.Increment(ref _ends);
        return 1;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
