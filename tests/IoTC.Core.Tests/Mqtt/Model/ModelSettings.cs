using System;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>The settings of one run.</summary>
internal sealed record ModelSettings
{
    public int Window { get; init; } = 3;

    public int Deferred { get; init; } = 2;

    public int QueuedBytes { get; init; } = 4096;

    public int QueuedMessages { get; init; } = 16;

    public int KeepAliveSeconds { get; init; }

    public bool Clean { get; init; }

    public bool Resend { get; init; }

    /// <summary>The broker uses five identifiers again and again, and repeats nothing within a connection.</summary>
    public bool SmallIds { get; init; }

    /// <summary>Begins with identifiers that are about to wrap around.</summary>
    public bool Wraps { get; init; }

    /// <summary>Some messages are too large to ride with acknowledgements.</summary>
    public bool HasLarge { get; init; }

    /// <summary>Settings that follow from a seed.</summary>
    public static ModelSettings FromSeed(int seed)
    {
        var random = new Random(seed);
        return new ModelSettings
        {
            Window = random.Next(1, 6),
            Deferred = random.Next(1, 5),
            QueuedBytes = seed % 8 == 1 ? 100_000 : random.Next(200, 2000),
            HasLarge = seed % 8 == 1,
            QueuedMessages = random.Next(3, 20),
            KeepAliveSeconds = random.Next(2) * 30,
            Clean = random.Next(4) == 0,
            Resend = random.Next(3) == 0,
            SmallIds = random.Next(2) == 0,
            Wraps = seed % 32 == 0,
        };
    }

    public MqttSessionOptions ToOptions() => new()
    {
        Connect = { ClientId = [.. "model"u8], KeepAliveSeconds = KeepAliveSeconds, CleanSession = Clean },
        ReceiveBufferSize = 32,
        MaxPacketSize = 400,
        MaxQueuedBytes = QueuedBytes,
        MaxQueuedMessages = QueuedMessages,
        MaxInflight = Window,
        MaxDeferredAcknowledges = Deferred,
        ResendAfterSessionLoss = Resend,
    };
}
