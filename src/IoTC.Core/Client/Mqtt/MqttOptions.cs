using System;
using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>Settings of <see cref="MqttClient"/> and of the awaited client. Read when the client is made.</summary>
/// <remarks>Every time is in milliseconds unless its name says seconds.</remarks>
public sealed class MqttOptions
{
    /// <summary>The Client Identifier; may be empty only with <see cref="CleanSession"/>, then the server chooses one. MQTT 3.1.1 §3.1.3.1.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The user name; <see langword="null"/> sends none.</summary>
    public string? UserName { get; set; }

    /// <summary>The password; <see langword="null"/> sends none; needs a user name. Over a plain transport it can be read on the way.</summary>
    public string? Password { get; set; }

    /// <summary>The message for others when this client is lost; <see langword="null"/> for none.</summary>
    public MqttWill? Will { get; set; }

    /// <summary>
    /// <see langword="true"/>: the server forgets this client when the connection ends. <see langword="false"/>: it keeps its subscriptions and the QoS 1 and 2
    /// messages for it, and what is unacknowledged is sent again. MQTT 3.1.1 §3.1.2.4.
    /// </summary>
    public bool CleanSession { get; set; } = true;

    /// <summary>Send what is unacknowledged again after a reconnect although the server has not kept the session; it may then arrive twice. Off by default, as the standard says.</summary>
    public bool ResendAfterSessionLoss { get; set; }

    /// <summary>The longest silence on the line, in seconds, 0–65535; 0 turns the watch off. MQTT 3.1.1 §3.1.2.10.</summary>
    public int KeepAliveSeconds { get; set; } = 60;

    /// <summary>Connect again after a loss, and subscribe again if the server has lost the session. A first attempt that fails is not repeated.</summary>
    public bool AutoReconnect { get; set; } = true;

    /// <summary>The pause before the first new attempt; it doubles from attempt to attempt, with jitter.</summary>
    public int MinReconnectDelayMs { get; set; } = 1000;

    /// <summary>The longest pause between attempts.</summary>
    public int MaxReconnectDelayMs { get; set; } = 60000;

    /// <summary>How long one attempt may take: opening the transport and CONNACK.</summary>
    public int ConnectTimeoutMs { get; set; } = 30000;

    /// <summary>How long an acknowledgement or a SUBACK may take before the connection is given up.</summary>
    public int AcknowledgeTimeoutMs { get; set; } = 60000;

    /// <summary>How long PINGRESP may take before the connection is given up.</summary>
    public int PingTimeoutMs { get; set; } = 20000;

    /// <summary>How long disconnecting may wait for acknowledgements, and then for DISCONNECT to leave.</summary>
    public int DisconnectTimeoutMs { get; set; } = 5000;

    /// <summary>Size of the receive buffer at the start, in bytes; at least 16.</summary>
    public int ReceiveBufferSize { get; set; } = 512;

    /// <summary>The largest packet accepted, in bytes. The receive buffer grows up to it, by what really arrives.</summary>
    public int MaxPacketSize { get; set; } = 262144 + 4096;

    /// <summary>The most bytes of messages that wait for being sent or acknowledged.</summary>
    public int MaxQueuedBytes { get; set; } = 1024 * 1024;

    /// <summary>The most messages that wait for being sent or acknowledged, up to 65534.</summary>
    public int MaxQueuedMessages { get; set; } = 8192;

    /// <summary>The most QoS 1 and 2 messages sent and not yet acknowledged.</summary>
    /// <remarks>MQTT 3.1.1 has no way to tell this to a server, nor a server its own limit. mosquitto acknowledges what is above its max_inflight_messages, 20 unless set, and drops it: keep this at or below it.</remarks>
    public int MaxInflight { get; set; } = 20;

    /// <summary>The awaited client: the most bytes of received messages that wait for their handlers; beyond it QoS 0 messages are dropped and counted. QoS 1 and 2 are held back by the server's own window.</summary>
    public int MaxWaitingBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Makes the session's settings.</summary>
    /// <exception cref="ArgumentException">A value cannot work; the message names it.</exception>
    internal MqttSessionOptions ToSession()
    {
        if (ClientId == null) throw new ArgumentException("ClientId must not be null.");
        if (MinReconnectDelayMs < 1 || MaxReconnectDelayMs < MinReconnectDelayMs) throw new ArgumentException("MinReconnectDelayMs must be at least 1 and no more than MaxReconnectDelayMs.");
        if (ConnectTimeoutMs < 1) throw new ArgumentException("ConnectTimeoutMs must be above 0.");
        ConnectOptions connect = ToConnect();
        MqttViolation violation = ConnectPacket.Validate(connect);
        if (violation != MqttViolation.None) throw new ArgumentException("CONNECT cannot be sent: " + MqttViolations.Describe(violation));
        return new MqttSessionOptions
        {
            Connect = connect,
            ReceiveBufferSize = ReceiveBufferSize,
            MaxPacketSize = MaxPacketSize,
            MaxQueuedBytes = MaxQueuedBytes,
            MaxQueuedMessages = MaxQueuedMessages,
            MaxInflight = MaxInflight,
            ResendAfterSessionLoss = ResendAfterSessionLoss,
            ConnackTimeoutMs = ConnectTimeoutMs,
            PingTimeoutMs = PingTimeoutMs,
            AcknowledgeTimeoutMs = AcknowledgeTimeoutMs,
            DisconnectTimeoutMs = DisconnectTimeoutMs,
            // A handler that waits for an acknowledgement must not stop the reading: the server's own window is the limit.
            MaxDeferredAcknowledges = 65535,
        };
    }

    private ConnectOptions ToConnect()
    {
        var connect = new ConnectOptions
        {
            ClientId = MqttTopic.Encode(ClientId, "The Client Identifier"),
            UserName = UserName == null ? null : MqttTopic.Encode(UserName, "The user name"),
            Password = Password == null ? null : Utf8.GetBytes(Password),
            CleanSession = CleanSession,
            KeepAliveSeconds = KeepAliveSeconds,
        };
        if (Will == null) return connect;
        connect.WillTopic = MqttTopic.Encode(Will.Topic, "The will's topic");
        connect.WillPayload = Will.Payload;
        connect.WillQoS = (int)Will.QoS;
        connect.WillRetain = Will.Retain;
        return connect;
    }
}
