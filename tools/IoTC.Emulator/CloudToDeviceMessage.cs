using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace IoTC.Emulator;

/// <summary>A cloud-to-device message on its way.</summary>
public sealed class CloudToDeviceMessage
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CloudToDeviceMessage(long number, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, string?> properties)
    {
        Number = number;
        Payload = payload;
        Properties = properties;
    }

    /// <summary>The service's <c>$.mid</c>.</summary>
    public string MessageId { get; internal init; } = Guid.NewGuid().ToString();

    /// <summary>The bytes delivered.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Application properties.</summary>
    public IReadOnlyDictionary<string, string?> Properties { get; }

    /// <summary>How many times it was sent to the device so far.</summary>
    public int DeliveryCount { get; internal set; }

    /// <summary>Completes with the device's PUBACK; cancelled when the message is given up.</summary>
    public Task Acknowledged => _completed.Task;

    /// <summary>Counts the device's messages.</summary>
    internal long Number { get; }

    internal void Complete() => _completed.TrySetResult();

    internal void GiveUp() => _completed.TrySetCanceled();
}
