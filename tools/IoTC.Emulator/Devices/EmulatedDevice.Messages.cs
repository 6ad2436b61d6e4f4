using System;
using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using IoTC.Emulator.Hub;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private const int MaxPending = 50;

    private readonly LinkedList<CloudToDeviceMessage> _messages = new();
    private DeviceConnection? _sender;
    private int? _keptMessageQos;
    private long _lastMessageNumber;

    /// <summary>How many cloud-to-device messages wait, the one on its way included.</summary>
    public int PendingMessages
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>Queues a cloud-to-device message; it is delivered as soon as the device is connected and subscribed.</summary>
    /// <param name="payload">UTF-8 text.</param>
    /// <param name="properties">Application properties; <c>method-name</c> makes it an offline command.</param>
    /// <returns>The message, once queued; its <see cref="CloudToDeviceMessage.Acknowledged"/> completes with the PUBACK.</returns>
    /// <exception cref="InvalidOperationException">50 messages wait already.</exception>
    public Task<CloudToDeviceMessage> SendMessageAsync(string payload, IReadOnlyDictionary<string, string?>? properties = null) =>
        SendMessageAsync(Encoding.UTF8.GetBytes(payload), properties);

    /// <inheritdoc cref="SendMessageAsync(string, IReadOnlyDictionary{string, string?})"/>
    public Task<CloudToDeviceMessage> SendMessageAsync(ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string?>? properties = null)
    {
        CloudToDeviceMessage message;
        lock (_gate)
        {
            if (_messages.Count >= MaxPending)
            {
                throw new InvalidOperationException("A device's queue holds 50 messages.");
            }

            message = new CloudToDeviceMessage(++_lastMessageNumber, payload, properties ?? new Dictionary<string, string?>());
            _messages.AddLast(message);
            _log?.Queued(message);
        }

        TellDevice();

        PumpMessages();
        return Task.FromResult(message);
    }

    /// <summary>Queues an IoT Central offline command: a message named by its <c>method-name</c> property.</summary>
    /// <param name="name">The command; <c>component*command</c> for a component's.</param>
    /// <param name="payload">The request as text; <c>@</c> is sent when null, as IoT Central does.</param>
    /// <param name="isLegacy">Writes the name as older applications do: <c>Commands:name</c>.</param>
    public Task<CloudToDeviceMessage> SendOfflineCommandAsync(string name, string? payload = null, bool isLegacy = false) =>
        SendMessageAsync(payload ?? "@", new Dictionary<string, string?> { ["method-name"] = isLegacy ? $"Commands:{name}" : name });

    /// <summary>Sends the first waiting message unless one is on its way: the next leaves only after its PUBACK.</summary>
    internal void PumpMessages()
    {
        lock (_gate)
        {
            if (_sender is not null || Connection is not { IsReady: true, Subscriptions.MessageQos: { } qos } connection)
            {
                return;
            }

            while (_messages.First?.Value is { } message)
            {
                if (message.DeliveryCount >= _options.MaxDeliveryCount)
                {
                    _messages.RemoveFirst();
                    _log?.Removed(message);
                    message.GiveUp();
                    TellDevice();
                    continue;
                }

                message.DeliveryCount++;
                _log?.Sent(message);
                _sender = connection;
                connection.PushMessage(message, qos, () => MessageDone(connection, message));
                return;
            }
        }
    }

    private void MessageDone(DeviceConnection connection, CloudToDeviceMessage message)
    {
        lock (_gate)
        {
            if (_sender != connection)
            {
                return;
            }

            _sender = null;
            _messages.Remove(message);
            _log?.Removed(message);
        }

        message.Complete();
        _changed.Pulse();
        TellDevice();
        PumpMessages();
    }

    // Under the gate: what a closed connection left unacknowledged is delivered again by the next.
    private void ReturnUnacknowledged(DeviceConnection connection)
    {
        if (_sender == connection)
        {
            _sender = null;
        }
    }
}
