using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Core.Tests.Upload;

/// <summary>A hub that gives an address for the file and takes the word at the end, and a storage that takes it; contents end in <c>}</c>.</summary>
internal sealed class AnsweringTransport : IAsyncTransport, IPinnedTransport
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<byte> _answer = new();
    private TaskCompletionSource? _receiving;
    private bool _isPinned;
    private bool _isOpen;
    private bool _isTold;

    /// <summary>Completes when the connection has been closed after the word at the end.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The hosts that were opened, and whether they were to have a pinned key.</summary>
    public List<string> Opened { get; } = [];

    public void SetPinned(bool isPinned) => _isPinned = isPinned;

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        Opened.Add(host + (_isPinned ? " pinned" : ""));
        lock (_gate) _isOpen = true;
        return new(TransportStatus.Ok);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string text = Encoding.ASCII.GetString(bytes.Span);
        _isTold |= text.Contains("/notifications?", StringComparison.Ordinal);
        if (text.EndsWith('}')) Answer(_isTold ? "" : UploadScript.Address);
        return new(bytes.Length);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (!_isOpen) return TransportStatus.Closed;
                int count = 0;
                while (count < window.Length && _answer.TryDequeue(out byte value)) window.Span[count++] = value;
                if (count > 0) return count;
                _receiving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                news = _receiving.Task;
            }

            await news.ConfigureAwait(false);
        }
    }

    public ValueTask CloseAsync()
    {
        lock (_gate)
        {
            _isOpen = false;
            _receiving?.TrySetResult();
        }

        if (_isTold) _closed.TrySetResult();
        return default;
    }

    private void Answer(string body)
    {
        lock (_gate)
        {
            foreach (byte value in Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}")) _answer.Enqueue(value);
            _receiving?.TrySetResult();
        }
    }
}
