using IoTC.Buffers;
using IoTC.Json;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;

namespace IoTC.Hub;

/// <summary>IoT Hub's conventions over an <see cref="MqttSession"/>: topics, twin, direct methods, cloud-to-device messages.</summary>
/// <remarks>
/// After CONNACK it subscribes, reads the twin, and is ready. The twin is read at every connection and after a gap in <c>$version</c>; desired
/// properties are told one by one, and their acknowledgements leave together in one reported patch.
/// </remarks>
internal sealed partial class HubSession
{
    // The engine's own requests carry tokens below 0.
    private const int NoToken = -1;
    private const int MaxTwinBytes = 64 * 1024;

    private readonly MqttSession _mqtt;
    private readonly int _twinTimeoutMs;
    private readonly ByteBuffer _topic = new ByteBuffer(128, MqttLimits.MaxStringLength);
    private readonly ByteBuffer _scratch = new ByteBuffer(32, 4096);
    private readonly PendingTwinRequests _twinRequests = new PendingTwinRequests();
    private readonly RecentRequests _recentRequests = new RecentRequests();
    private HubTopics _topics = new HubTopics("");
    private State _state;
    private long _nextRequestId = 1;
    private long _nowMs;

    public HubSession(MqttSession mqtt, int twinTimeoutMs)
    {
        _mqtt = mqtt;
        _twinTimeoutMs = twinTimeoutMs;
        _acknowledgements = new JsonWriter(0, MaxTwinBytes);
    }

    private enum State : byte
    {
        Offline,
        Subscribing,
        ReadingTwin,
        Ready,
    }

    /// <summary>Whether the device can work: subscribed, and the twin has come.</summary>
    public bool IsReady => _state == State.Ready;

    /// <summary>Takes another device id; what was known of the twin of another device is forgotten.</summary>
    public void Configure(string deviceId)
    {
        _topics = new HubTopics(deviceId);
        _desiredVersion = -1;
    }

    /// <summary>Takes the names of the components that the program knows.</summary>
    public void SetComponents(ComponentNames components) => _desired.SetComponents(components);

    public long NextDeadlineMs
    {
        get
        {
            if (_state == State.Offline) return long.MaxValue;
            long oldest = _twinRequests.OldestMs;
            long retryMs = _state >= State.ReadingTwin ? _twinRetryMs : long.MaxValue;
            return oldest == long.MaxValue ? retryMs : Numbers.Min(retryMs, oldest + _twinTimeoutMs);
        }
    }

    public void HandleTimeout(long nowMs)
    {
        _nowMs = nowMs;
        if (_state >= State.ReadingTwin && nowMs >= _twinRetryMs) RequestTwin();
    }

    /// <summary>Remembers the time for what is sent while events are read.</summary>
    public void SetTime(long nowMs) => _nowMs = nowMs;

    private void Subscribe()
    {
        _state = State.Subscribing;
        _isTwinPending = false;
        _twinRetryMs = long.MaxValue;
        _twinRequests.HandleReconnected(_nowMs);
        var filters = new TopicSubscription[4];
        filters[0].Filter = _topics.MethodFilter;
        filters[1].Filter = _topics.TwinResponseFilter;
        filters[2].Filter = _topics.DesiredFilter;
        filters[3].Filter = _topics.DeviceBoundFilter;
        filters[3].QoS = 1;
        _mqtt.TrySubscribe(filters, filters.Length, NoToken, _nowMs, out _);
    }

    private void GoOffline()
    {
        _state = State.Offline;
        _twinRetryMs = long.MaxValue;
        _isTwinWanted = false;
        _desired.Stop();
        _isReadyUntold = false;
        _acknowledgements.Clear();
        _acknowledgementCount = 0;
        _isComponentOpen = false;
    }
}
