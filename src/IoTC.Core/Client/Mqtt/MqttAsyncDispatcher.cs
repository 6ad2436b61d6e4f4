using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Mqtt;

/// <summary>Runs handlers one after the other, in the order in which things came, on the thread pool: a handler may wait for whatever the client does.</summary>
/// <remarks>Written by hand rather than with async, so that nothing is allocated for a message. Acknowledgements of messages that wait together leave together.</remarks>
internal sealed class MqttAsyncDispatcher(MqttAsyncClient client) : IThreadPoolWorkItem
{
    // Free items beyond these are left to the garbage collector.
    private const int MaxFree = 256;

    private const int MaxUnsentAcknowledges = 16;

    private readonly Lock _gate = new();
    private MqttAsyncWorkItem? _first;
    private MqttAsyncWorkItem? _last;
    private MqttAsyncWorkItem? _free;
    private MqttAsyncWorkItem? _current;
    private Action? _onHandled;
    private ValueTaskAwaiter _awaiter;
    private int _freeCount;
    private int _position;
    private int _unsent;
    private bool _isRunning;

    /// <summary>Bytes of messages that wait for their handlers.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Queues a copy of a message.</summary>
    public void Post(MqttEvent message)
    {
        MqttAsyncWorkItem item = Rent();
        item.Message.CopyFrom(message);
        item.AcknowledgeToken = message.AcknowledgeToken;
        Post(item);
    }

    /// <summary>Queues a change of the connection.</summary>
    public void Post(MqttConnectionChange change)
    {
        MqttAsyncWorkItem item = Rent();
        item.Change = change;
        item.AcknowledgeToken = 0;
        Post(item);
    }

    void IThreadPoolWorkItem.Execute() => Run();

    private MqttAsyncWorkItem Rent()
    {
        lock (_gate)
        {
            MqttAsyncWorkItem? item = _free;
            if (item == null) return new MqttAsyncWorkItem();
            _free = item.Next;
            _freeCount--;
            item.Next = null;
            return item;
        }
    }

    private void Post(MqttAsyncWorkItem item)
    {
        lock (_gate)
        {
            if (_last == null) _first = item;
            else _last.Next = item;
            _last = item;
            if (item.Change == null) WaitingBytes += item.Message.Buffer.Length;
            if (_isRunning) return;
            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand.")]
    private void Run()
    {
        while (_current != null || TryTake())
        {
            while (client.CallNextHandler(_current!, ref _position, out ValueTask handled))
            {
                ValueTaskAwaiter awaiter = handled.GetAwaiter();
                if (!awaiter.IsCompleted)
                {
                    SendAcknowledges();
                    _awaiter = awaiter;
                    awaiter.UnsafeOnCompleted(_onHandled ??= OnHandled);
                    return;
                }

                client.Conclude(awaiter);
            }

            if (client.Acknowledge(_current!) && ++_unsent == MaxUnsentAcknowledges) SendAcknowledges();
            Return();
        }
    }

    private void OnHandled()
    {
        client.Conclude(_awaiter);
        _awaiter = default;
        Run();
    }

    private void SendAcknowledges()
    {
        if (_unsent == 0) return;
        _unsent = 0;
        client.SendAcknowledges();
    }

    private bool TryTake()
    {
        while (true)
        {
            lock (_gate)
            {
                _current = _first;
                if (_current != null)
                {
                    _first = _current.Next;
                    if (_first == null) _last = null;
                    _current.Next = null;
                    _position = 0;
                    return true;
                }

                if (_unsent == 0)
                {
                    _isRunning = false;
                    return false;
                }
            }

            SendAcknowledges();
        }
    }

    private void Return()
    {
        MqttAsyncWorkItem item = _current!;
        _current = null;
        lock (_gate)
        {
            if (item.Change == null) WaitingBytes -= item.Message.Buffer.Length;
            item.Change = null;
            if (_freeCount == MaxFree) return;
            _freeCount++;
            item.Next = _free;
            _free = item;
        }
    }
}
