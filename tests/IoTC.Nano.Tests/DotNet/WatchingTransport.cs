using System;
using IoTC.Transport;

namespace IoTC.Nano.Tests.DotNet;

/// <summary>Calls somebody at each receive, when a client's buffers are as full as they get.</summary>
internal sealed class WatchingTransport : ITransport
{
    private readonly ITransport _inner;
    private readonly Action _watch;

    public WatchingTransport(ITransport inner, Action watch)
    {
        _inner = inner;
        _watch = watch;
    }

    public int Open(string host, int port, int timeoutMs) => _inner.Open(host, port, timeoutMs);

    public int Send(byte[] buffer, int offset, int count, int timeoutMs) => _inner.Send(buffer, offset, count, timeoutMs);

    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        _watch();
        return _inner.Receive(buffer, offset, count, timeoutMs);
    }

    public void Close() => _inner.Close();
}
