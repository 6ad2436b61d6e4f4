using System;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <summary>The blocking, polling MQTT 3.1.1 client: it runs on one thread, the caller's, on every target.</summary>
/// <remarks>
/// Not thread-safe. Handlers run inside <see cref="Connect"/>, <see cref="Subscribe"/>, <see cref="Unsubscribe"/>, <see cref="Listen"/> and
/// <see cref="Disconnect"/>; they may call <see cref="Publish(string, byte[], MqttQualityOfService, bool)"/>, but none of those. A transport without TLS has a name that says so; giving it is consent enough.
/// </remarks>
public sealed partial class MqttClient : IDisposable
{
    private readonly MqttOptions _options;
    private readonly ITransport _transport;
    private readonly IClock _clock;
    private readonly MqttConnector _connector;
    private readonly StreamPump _pump;
    private readonly MqttTopicCache _topics = new MqttTopicCache();
    private bool _isHandling;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="transport">Carries the bytes; the client's own from now on.</param>
    /// <param name="clock">Tells the time, or null for the device's own clock.</param>
    /// <exception cref="ArgumentException">An option cannot work; the message names it.</exception>
    public MqttClient(MqttOptions options, ITransport transport, IClock? clock = null)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _transport = transport ?? throw new ArgumentNullException(nameof(transport));
        _clock = clock ?? new SystemClock();
        _connector = new MqttConnector(options);
        _pump = new StreamPump(_connector, transport, _clock);
    }

    /// <summary>Whether the server has accepted the connection, as far as can be known.</summary>
    public bool IsConnected => _connector.IsConnected;

    /// <summary>The last change of the connection: where the client stands, and why.</summary>
    public MqttConnectionChange Connection { get; private set; } = new MqttConnectionChange(ConnectionStatus.Disconnected, IoTCError.None, "Not connected.");

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount => _connector.Session.QueuedCount;

    /// <summary>Connects; returns when the server has accepted.</summary>
    /// <param name="host">Host name or IP literal.</param>
    /// <param name="port">1–65535; usually 8883 with TLS, 1883 without.</param>
    /// <exception cref="IoTCException">It did not come about; the message says why. It may be called again.</exception>
    /// <exception cref="InvalidOperationException">It is connected, or connecting, already, or a handler called it.</exception>
    public void Connect(string host, int port)
    {
        RequireOutsideHandler("Connect");
        if (!_connector.IsStopped) throw new InvalidOperationException("The client is connected, or connecting, already.");
        _connector.Start(host, port, _clock.NowMs);
        HandleEvents();
        while (!_connector.IsConnected && !_connector.IsStopped) Work(long.MaxValue);
        if (!_connector.IsConnected) throw new IoTCException(Connection.Error, Connection.Message);
    }

    /// <summary>Queues a message; it leaves with the next <see cref="Listen"/>. Never waits for the network. Allocates nothing once the topic has been used before.</summary>
    /// <param name="topic">The Topic Name, without wildcards.</param>
    /// <param name="payload">The message; copied before return.</param>
    /// <param name="qos">How surely it is to be delivered.</param>
    /// <param name="retain">Asks the server to keep it for later subscribers.</param>
    /// <returns><see langword="false"/> when it was not taken: too much waits (call <see cref="Listen"/> and try again), or it is QoS 0 and there is no connection.</returns>
    /// <exception cref="ArgumentException">The topic cannot be published to.</exception>
    /// <exception cref="IoTCException">It is larger than <see cref="MqttOptions.MaxQueuedBytes"/>.</exception>
    public bool Publish(string topic, byte[] payload, MqttQualityOfService qos = MqttQualityOfService.AtMostOnce, bool retain = false)
    {
        if (payload == null) throw new ArgumentNullException(nameof(payload));
        return Publish(_topics.Get(topic), payload, 0, payload.Length, qos, retain);
    }

    /// <summary>Queues a message from a range of bytes, to a topic encoded before.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">Holds the message; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length.</param>
    /// <param name="qos">How surely it is to be delivered.</param>
    /// <param name="retain">Asks the server to keep it for later subscribers.</param>
    /// <returns><see langword="false"/> when it was not taken: too much waits (call <see cref="Listen"/> and try again), or it is QoS 0 and there is no connection.</returns>
    /// <exception cref="IoTCException">It is larger than <see cref="MqttOptions.MaxQueuedBytes"/>.</exception>
    public bool Publish(MqttTopic topic, byte[] payload, int offset, int count, MqttQualityOfService qos, bool retain)
    {
        if (topic == null) throw new ArgumentNullException(nameof(topic));
        MqttSendStatus status = _connector.Session.TryPublish(
            topic.Encoded, 0, topic.Encoded.Length, payload, offset, count, (int)qos, retain, MqttConnector.NoToken, out _);
        if (status == MqttSendStatus.TooLarge) throw MqttErrors.NotSent(status, "The message");
        return status == MqttSendStatus.Accepted;
    }

    /// <summary>Sends what is queued, handles what has come, keeps the connection alive and comes back after a loss. Call it again and again.</summary>
    /// <param name="timeoutMs">How long it may wait for something to come, in milliseconds; it does not take longer, the handlers' own time apart. 0 only looks.</param>
    /// <returns>Whether something has come or changed.</returns>
    /// <exception cref="InvalidOperationException">Called from a handler.</exception>
    public bool Listen(int timeoutMs)
    {
        RequireOutsideHandler("Listen");
        if (timeoutMs < 0) throw new ArgumentOutOfRangeException(nameof(timeoutMs));
        long untilMs = _clock.NowMs + timeoutMs;
        bool hasHandled;
        do
        {
            hasHandled = Work(untilMs);
        }
        while (!hasHandled && !_connector.IsStopped && _clock.NowMs < untilMs);
        _pump.Send();
        return hasHandled;
    }

    /// <summary>Waits for what is queued to be acknowledged, at most <see cref="MqttOptions.DisconnectTimeoutMs"/>, then sends DISCONNECT.</summary>
    /// <returns>The number of messages that the server has not acknowledged. With a kept session they stay queued for the next <see cref="Connect"/>; otherwise they are given up.</returns>
    public int Disconnect()
    {
        if (_connector.IsStopped) return QueuedCount;
        if (_isHandling)
        {
            _connector.Stop(_clock.NowMs);
            return QueuedCount;
        }

        long untilMs = _clock.NowMs + _options.DisconnectTimeoutMs;
        while (_connector.IsConnected && QueuedCount > 0 && _clock.NowMs < untilMs) Work(untilMs);
        int left = QueuedCount;
        _connector.Stop(_clock.NowMs);
        while (!_connector.IsStopped) Work(long.MaxValue);
        return left;
    }

    /// <summary>Disconnects, and gives the transport back.</summary>
    public void Dispose()
    {
        if (!_isHandling) Disconnect();
        _transport.Close();
    }

    private bool Work(long untilMs)
    {
        // A step may wait, so all that can be done without waiting comes first.
        bool hasHandled = HandleEvents();
        _pump.Send();
        hasHandled |= HandleEvents();
        if (hasHandled || _connector.IsStopped) return hasHandled;
        _pump.Step(untilMs);
        return HandleEvents();
    }

    private void RequireOutsideHandler(string what)
    {
        if (_isHandling) throw ThrowHelper.InsideHandler(what);
    }
}
