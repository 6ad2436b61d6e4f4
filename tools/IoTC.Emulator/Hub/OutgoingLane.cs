using System;
using System.Collections.Generic;
using System.Threading;

namespace IoTC.Emulator.Hub;

/// <summary>An ordered line of messages in which only one QoS 1 message is unacknowledged at a time.</summary>
/// <param name="send">Writes a message; returns its Packet Identifier, 0 for QoS 0. Must not block.</param>
internal sealed class OutgoingLane(Func<OutgoingMessage, ushort> send)
{
    private readonly Lock _gate = new();
    private readonly Queue<OutgoingMessage> _waiting = new();
    private OutgoingMessage? _inFlight;
    private ushort _packetId;

    public void Send(OutgoingMessage message)
    {
        lock (_gate)
        {
            _waiting.Enqueue(message);
        }

        SendNext();
    }

    /// <summary>Takes a PUBACK.</summary>
    /// <returns>Whether it belonged to this lane.</returns>
    public bool Acknowledge(ushort packetId)
    {
        OutgoingMessage? message;
        lock (_gate)
        {
            if (_inFlight is null || packetId != _packetId)
            {
                return false;
            }

            message = _inFlight;
            _inFlight = null;
        }

        message.Done?.Invoke();
        SendNext();
        return true;
    }

    private void SendNext()
    {
        while (true)
        {
            OutgoingMessage? message;
            lock (_gate)
            {
                if (_inFlight is not null || !_waiting.TryDequeue(out message))
                {
                    return;
                }

                ushort packetId = send(message);
                if (message.Qos > 0)
                {
                    _inFlight = message;
                    _packetId = packetId;
                    return;
                }
            }

            message.Done?.Invoke();
        }
    }
}
