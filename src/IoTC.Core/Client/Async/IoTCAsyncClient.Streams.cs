using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using IoTC.Engine;

namespace IoTC;

/// <content>What comes, as streams.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly List<ChannelWriter<ConnectionChange>> _changeReaders = [];
    private MessageQueue? _messages;

    /// <summary>Reads cloud-to-device messages that are no commands, one after the other. It takes the place of <see cref="OnMessage"/>; commands and properties do not wait for it.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>A stream that ends when the client is disposed. The hub is told that a message has arrived when the next one is asked for; the one at which a loop is left comes again in the next loop.</returns>
    /// <exception cref="InvalidOperationException">Another loop reads them; thrown by the loop.</exception>
    /// <remarks>From this call on messages wait for a loop. Before it, and without a handler, they are acknowledged and gone: call it before <see cref="ConnectAsync"/>.</remarks>
    public IAsyncEnumerable<IoTCMessage> ReadMessagesAsync(CancellationToken cancellationToken = default)
    {
        lock (_pump.Gate) _messages ??= new MessageQueue();
        return ReadMessagesAsync(_messages, cancellationToken);
    }

    /// <summary>Reads the changes of the connection, beginning with where it stands now. Each reader has them all.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>A stream that ends when the client is disposed.</returns>
    public async IAsyncEnumerable<ConnectionChange> ReadConnectionChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = Channel.CreateUnbounded<ConnectionChange>(new UnboundedChannelOptions { SingleReader = true });
        lock (_pump.Gate)
        {
            changes.Writer.TryWrite(_lastChange);
            if (_disposed.IsCancellationRequested) changes.Writer.TryComplete();
            _changeReaders.Add(changes.Writer);
        }

        try
        {
            await foreach (ConnectionChange change in changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return change;
        }
        finally
        {
            lock (_pump.Gate) _changeReaders.Remove(changes.Writer);
        }
    }

    private async IAsyncEnumerable<IoTCMessage> ReadMessagesAsync(MessageQueue messages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        lock (_pump.Gate)
        {
            messages.Enter();
            if (_disposed.IsCancellationRequested) messages.Complete();
        }

        try
        {
            while (await messages.PeekAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                yield return message;
                lock (_pump.Gate)
                {
                    if (messages.TryRemove(message, out int acknowledgeToken)) _engine.AcknowledgeMessage(acknowledgeToken);
                }

                _pump.Turn();
            }
        }
        finally
        {
            lock (_pump.Gate) messages.Leave();
        }
    }

    // Under the gate.
    private void TellReaders(ConnectionChange change)
    {
        foreach (ChannelWriter<ConnectionChange> reader in _changeReaders) reader.TryWrite(change);
        // What was not acknowledged comes again over the next connection.
        if (change.Status != ConnectionStatus.Connected) _messages?.Clear();
    }

    private void EndStreams()
    {
        lock (_pump.Gate)
        {
            foreach (ChannelWriter<ConnectionChange> reader in _changeReaders) reader.TryComplete();
            _messages?.Complete();
        }
    }

    private bool TryTakeForStream(DeviceEvent deviceEvent)
    {
        if (_messages == null || deviceEvent.Type != DeviceEventType.CloudMessage) return false;
        deviceEvent.DeferAcknowledge = true;
        _messages.Add(new IoTCMessage(deviceEvent), deviceEvent.AcknowledgeToken);
        return true;
    }

    /// <summary>Messages that wait for the loop; under the client's gate, but for the waiting.</summary>
    private sealed class MessageQueue
    {
        private readonly Channel<(IoTCMessage Message, int AcknowledgeToken)> _channel =
            Channel.CreateUnbounded<(IoTCMessage, int)>(new UnboundedChannelOptions { SingleReader = false });

        private bool _isRead;

        public void Enter()
        {
            if (_isRead) throw new InvalidOperationException("ReadMessagesAsync is being read already; messages have one reader.");
            _isRead = true;
        }

        public void Leave() => _isRead = false;

        public void Add(IoTCMessage message, int acknowledgeToken) => _channel.Writer.TryWrite((message, acknowledgeToken));

        public void Complete() => _channel.Writer.TryComplete();

        public void Clear()
        {
            while (_channel.Reader.TryRead(out _))
            {
            }
        }

        /// <summary>Waits for the first one and leaves it where it is; null when there will be none.</summary>
        public async ValueTask<IoTCMessage?> PeekAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                if (!await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) return null;
                if (_channel.Reader.TryPeek(out (IoTCMessage Message, int AcknowledgeToken) first)) return first.Message;
            }
        }

        /// <summary>Removes the first one when it is this one: after a new connection it may be the same message delivered again.</summary>
        public bool TryRemove(IoTCMessage message, out int acknowledgeToken)
        {
            acknowledgeToken = 0;
            if (!_channel.Reader.TryPeek(out (IoTCMessage Message, int AcknowledgeToken) first) || first.Message != message) return false;
            acknowledgeToken = first.AcknowledgeToken;
            return _channel.Reader.TryRead(out _);
        }
    }
}
