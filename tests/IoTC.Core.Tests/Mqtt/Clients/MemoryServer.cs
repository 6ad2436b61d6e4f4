using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Core.Tests.Mqtt.Clients;

/// <summary>An awaited transport with a server inside: it accepts CONNECT, grants subscriptions, and acknowledges when it is told to.</summary>
internal sealed class MemoryServer : IAsyncTransport
{
    private readonly Lock _gate = new();
    private readonly List<byte> _held = [];
    private Channel<byte[]> _toClient = Channel.CreateUnbounded<byte[]>();
    private TaskCompletionSource<int> _published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _publishes;
    private int _awaited = int.MaxValue;

    /// <summary>Sends that the client has made.</summary>
    public int Sends { get; private set; }

    /// <summary>Receives that brought something.</summary>
    public int Receives { get; private set; }

    public int Opens { get; private set; }

    public byte SubackCode { get; set; } = 1;

    public bool IsRefusing { get; set; }

    public bool IsAcknowledging { get; set; } = true;

    /// <summary>Completes when so many PUBLISH packets have come in all.</summary>
    public Task PublishesAsync(int count)
    {
        lock (_gate)
        {
            _awaited = count;
            if (_publishes >= count) return Task.CompletedTask;
            _published = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _published.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>Sends all acknowledgements that were held, in one piece.</summary>
    public void Release()
    {
        lock (_gate)
        {
            byte[] bytes = [.. _held];
            _held.Clear();
            _toClient.Writer.TryWrite(bytes);
        }
    }

    /// <summary>Sends bytes to the client.</summary>
    public void Send(byte[] bytes) => _toClient.Writer.TryWrite(bytes);

    public void Cut() => _toClient.Writer.TryComplete();

    public ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        _toClient = Channel.CreateUnbounded<byte[]>();
        Opens++;
        return new(IsRefusing ? TransportStatus.Refused : TransportStatus.Ok);
    }

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Sends++;
        byte[] buffer = bytes.ToArray();
        var answers = new List<byte>();
        for (int offset = 0; offset < buffer.Length;) offset += Take(buffer, offset, answers);
        if (answers.Count > 0) _toClient.Writer.TryWrite([.. answers]);
        return new(bytes.Length);
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        try
        {
            byte[] bytes = await _toClient.Reader.ReadAsync(CancellationToken.None);
            bytes.CopyTo(window);
            Receives++;
            return bytes.Length;
        }
        catch (ChannelClosedException)
        {
            return TransportStatus.Closed;
        }
    }

    public ValueTask CloseAsync()
    {
        Cut();
        return default;
    }

    private int Take(byte[] buffer, int offset, List<byte> answers)
    {
        int header = offset + 1;
        int remaining = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte value = buffer[header++];
            remaining |= (value & 127) << shift;
            if (value < 128) break;
        }

        switch (buffer[offset] >> 4)
        {
            case 1: answers.AddRange([0x20, 2, 0, 0]); break;
            case 8: answers.AddRange([0x90, 3, buffer[header], buffer[header + 1], SubackCode]); break;
            case 10: answers.AddRange([0xB0, 2, buffer[header], buffer[header + 1]]); break;
            case 3 when (buffer[offset] & 6) != 0:
                int topic = (buffer[header] << 8) | buffer[header + 1];
                TakePublish([0x40, 2, buffer[header + 2 + topic], buffer[header + 3 + topic]], answers);
                break;
        }

        return header + remaining - offset;
    }

    private void TakePublish(byte[] puback, List<byte> answers)
    {
        lock (_gate)
        {
            if (IsAcknowledging) answers.AddRange(puback);
            else _held.AddRange(puback);
            if (++_publishes >= _awaited) _published.TrySetResult(0);
        }
    }
}
