using System;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>Settings of an <see cref="MqttSession"/>. Read when the session is made; <see cref="Connect"/> again at each CONNECT.</summary>
public sealed class MqttSessionOptions
{
    /// <summary>What CONNECT carries.</summary>
    public ConnectOptions Connect { get; set; } = new ConnectOptions();

    /// <summary>Size of the receive buffer at the start, in bytes; at least 16.</summary>
    public int ReceiveBufferSize { get; set; } = 512;

    /// <summary>The largest packet accepted from the server, in bytes with its header. The receive buffer grows up to it, by what really arrives.</summary>
    public int MaxPacketSize { get; set; } = 262144 + 4096;

    /// <summary>The most bytes of messages that wait for being sent or acknowledged. The queue grows up to it.</summary>
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>The most messages that wait for being sent or acknowledged, up to 65534.</summary>
    public int MaxQueuedMessages { get; set; } = 8192;

    /// <summary>The most QoS 1 and 2 messages sent and not yet acknowledged.</summary>
    public int MaxInflight { get; set; } = 64;

    /// <summary>How many received messages may wait for a deferred acknowledgement before reading pauses.</summary>
    public int MaxDeferredAcknowledges { get; set; } = 64;

    /// <summary>Send what is unacknowledged again with a clean session or another Client Identifier too, where the server cannot have kept the session. Off by default, as MQTT 3.1.1 §3.1.2.4 says.</summary>
    public bool ResendAfterSessionLoss { get; set; }

    /// <summary>How long to wait for CONNACK, in milliseconds.</summary>
    public int ConnackTimeoutMs { get; set; } = 60000;

    /// <summary>How long to wait for PINGRESP, in milliseconds.</summary>
    public int PingTimeoutMs { get; set; } = 20000;

    /// <summary>How long to wait for PUBACK, PUBREC, PUBCOMP, SUBACK and UNSUBACK, in milliseconds; then the connection is closed.</summary>
    public int AcknowledgeTimeoutMs { get; set; } = 60000;

    /// <summary>How long DISCONNECT may take to leave, in milliseconds.</summary>
    public int DisconnectTimeoutMs { get; set; } = 5000;

    /// <summary>Refuses values that cannot work.</summary>
    /// <exception cref="ArgumentException">Names the setting and its limits.</exception>
    internal void Validate()
    {
        Require(ReceiveBufferSize >= 16, "ReceiveBufferSize must be at least 16 bytes.");
        Require(MaxPacketSize >= ReceiveBufferSize, "MaxPacketSize must not be below ReceiveBufferSize.");
        Require(MaxQueuedBytes >= 64, "MaxQueuedBytes must be at least 64.");
        Require(MaxQueuedMessages >= 1 && MaxQueuedMessages <= 65534, "MaxQueuedMessages must be 1 to 65534.");
        Require(MaxInflight >= 1 && MaxInflight <= 65534, "MaxInflight must be 1 to 65534.");
        Require(MaxDeferredAcknowledges >= 1, "MaxDeferredAcknowledges must be at least 1.");
        Require(
            ConnackTimeoutMs > 0 && PingTimeoutMs > 0 && AcknowledgeTimeoutMs > 0 && DisconnectTimeoutMs > 0,
            "Every time limit must be above 0 milliseconds.");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new ArgumentException(message);
    }
}
