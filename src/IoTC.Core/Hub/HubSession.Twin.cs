using IoTC.Buffers;
using IoTC.Json;
using IoTC.Mqtt;

namespace IoTC.Hub;

/// <content>The twin: read, desired properties in, acknowledgements out.</content>
internal sealed partial class HubSession
{
    // The hub takes 32 KB of reported properties.
    private const int MaxPatchBytes = 24 * 1024;

    private readonly DesiredProperties _desired = new DesiredProperties();
    private readonly JsonWriter _acknowledgements;
    private int _acknowledgementCount;
    private bool _isComponentOpen;
    private byte[] _openComponent = Bytes.Empty;
    private long _desiredVersion = -1;      // the last one told; -1 before the first
    private long _skippedVersion = -1;      // the last one that came while the twin was being read
    private long _twinRetryMs = long.MaxValue;
    private int _twinReadings;              // GETs that have been sent
    private bool _isTwinPending;
    private bool _isTwinWanted;
    private bool _mustTellAll;              // the next twin is told whole, its version known or not
    private bool _isReadyUntold;
    private int _twinFailures;
    private int _acknowledgementFailures;

    /// <summary>Adds an acknowledgement of a desired property to the patch that <see cref="FlushAcknowledgements"/> sends.</summary>
    /// <param name="component">Component, or nothing.</param>
    /// <param name="name">The property's name, JSON text as it came.</param>
    /// <param name="value">The value accepted, JSON.</param>
    /// <param name="version">The <c>$version</c> that is acknowledged.</param>
    /// <param name="code">200 done, 202 pending, 4xx refused, 5xx failed.</param>
    /// <param name="description">For people, or empty.</param>
    public void Acknowledge(ByteRange component, ByteRange name, ByteRange value, long version, int code, string description)
    {
        JsonWriter json = _acknowledgements;
        if (json.Count + value.Count > MaxPatchBytes) FlushAcknowledgements();
        if (_acknowledgementCount++ == 0) json.WriteStartObject();
        EnterComponent(component);
        json.WriteRawPropertyName(name.Buffer, name.Offset, name.Count);
        json.WriteStartObject();
        json.WritePropertyName("value");
        json.WriteRawValue(value.Buffer, value.Offset, value.Count);
        json.WriteNumber("ac", code);
        json.WriteNumber("av", version);
        if (description.Length > 0) json.WriteString("ad", description);
        json.WriteEndObject();
    }

    /// <summary>Sends the acknowledgements collected since the last call, in one patch.</summary>
    /// <remarks>When there is no room for it, the twin is read again later and its properties are told again: an acknowledgement may be late, never lost.</remarks>
    public void FlushAcknowledgements()
    {
        if (_acknowledgementCount == 0) return;
        EnterComponent(new ByteRange());
        _acknowledgements.WriteEndObject();
        if (TrySendReported(_acknowledgements.Buffer, 0, _acknowledgements.Count, NoToken) != MqttSendStatus.Accepted)
        {
            TellAgainLater();
        }

        _acknowledgementCount = 0;
        _acknowledgements.Clear();
    }

    private void TellAgainLater()
    {
        _mustTellAll = true;
        _twinRetryMs = _nowMs + (1000L << Numbers.Min(_acknowledgementFailures++, 6));
    }

    // Acknowledgements of one component lie side by side, because its properties come so.
    private void EnterComponent(ByteRange component)
    {
        bool isSame = _isComponentOpen && Bytes.AreEqual(component.Buffer, component.Offset, component.Count, _openComponent);
        if (isSame || (!_isComponentOpen && component.Count == 0)) return;
        if (_isComponentOpen) _acknowledgements.WriteEndObject();
        _isComponentOpen = component.Count > 0;
        if (!_isComponentOpen) return;
        _openComponent = Bytes.ToArray(component.Buffer, component.Offset, component.Count);
        _acknowledgements.WriteRawPropertyName(component.Buffer, component.Offset, component.Count);
        _acknowledgements.WriteStartObject();
        _acknowledgements.WriteString("__t", "c");
    }

    // $iothub/twin/res/{status}/?$rid={rid}[&$version={n}]
    private bool HandleTwinResponse(byte[] buffer, int offset, int count, HubEvent hubEvent)
    {
        int end = offset + count;
        int statusOffset = offset + _topics.TwinResponse.Length;
        int slash = Bytes.IndexOf(buffer, statusOffset, end - statusOffset, (byte)'/');
        if (slash < 0 || !Ascii.TryParseInt64(buffer, statusOffset, slash - statusOffset, out long status)) return false;
        if (!TryFindValue(buffer, slash, end, _topics.RequestId, out int requestIdOffset, out int requestIdCount)) return false;
        if (!Ascii.TryParseInt64(buffer, requestIdOffset, requestIdCount, out long requestId)) return false;
        if (!_twinRequests.TryTake(requestId, out bool isGet, out int token)) return false;

        hubEvent.Status = (int)status;
        hubEvent.Token = token;
        hubEvent.Version = ReadVersion(buffer, slash, end);
        if (isGet) return HandleTwin(hubEvent);
        if (token == NoToken) HandleAcknowledged(hubEvent.Status);
        return Tell(hubEvent, HubEventType.ReportedCompleted);
    }

    // 429, 5xx and silence (0) pass: the properties are told again, and acknowledged again. What the hub finds wrong stays wrong.
    private void HandleAcknowledged(int status)
    {
        if (status == 0 || status == 429 || status >= 500) TellAgainLater();
        else _acknowledgementFailures = 0;
    }

    private bool HandleTwin(HubEvent hubEvent)
    {
        _isTwinPending = false;
        if (hubEvent.Status != 200 || !_desired.TryOpenTwin(hubEvent.Buffer, hubEvent.PayloadOffset, hubEvent.PayloadCount, out long version))
        {
            // 429 and 5xx pass; the pause grows.
            _twinRetryMs = _nowMs + (1000L << Numbers.Min(_twinFailures++, 5));
            return false;
        }

        _twinFailures = 0;
        bool isBehind = _skippedVersion > version;
        _skippedVersion = -1;
        // A version that has gone down is another twin: after a hub move, or a device made anew.
        if (version >= 0 && version == _desiredVersion && !_mustTellAll) _desired.Stop();
        _mustTellAll = false;
        _desiredVersion = version;
        hubEvent.Version = version;
        hubEvent.Token = _twinReadings;
        if (isBehind || _isTwinWanted) RequestTwin();
        if (_state == State.ReadingTwin) _isReadyUntold = true;
        return Tell(hubEvent, HubEventType.TwinReceived);
    }

    private bool HandleDesired(byte[] buffer, int offset, int count, HubEvent hubEvent)
    {
        if (!_desired.TryOpenPatch(buffer, hubEvent.PayloadOffset, hubEvent.PayloadCount, out long version)) return false;
        if (version < 0) version = ReadVersion(buffer, offset, offset + count);
        bool isExpected = !_isTwinPending && _state == State.Ready && (_desiredVersion < 0 || version < 0 || version == _desiredVersion + 1);
        if (isExpected)
        {
            if (version >= 0) _desiredVersion = version;
            return TryTellDesired(hubEvent);
        }

        _desired.Stop();
        if (version == _desiredVersion && !_isTwinPending) return false;
        // A gap, another twin, or a patch that overtook the answer to GET: read it whole.
        _skippedVersion = version;
        if (_state == State.Ready) RequestTwin();
        return false;
    }

    private bool TryTellReady(HubEvent hubEvent)
    {
        if (!_isReadyUntold) return false;
        _isReadyUntold = false;
        _state = State.Ready;
        return Tell(hubEvent, HubEventType.Ready);
    }

    private bool TryTellDesired(HubEvent hubEvent)
    {
        if (!_desired.IsOpen) return false;
        hubEvent.Version = _desiredVersion;
        if (_desired.TryReadNext(hubEvent)) return Tell(hubEvent, HubEventType.DesiredProperty);
        return Tell(hubEvent, HubEventType.DesiredCompleted);
    }

    private bool TryTellTwinTimeout(HubEvent hubEvent)
    {
        if (_state == State.Offline || !_twinRequests.TryTakeOlder(_nowMs - _twinTimeoutMs, out bool isGet, out int token)) return false;
        hubEvent.Token = token;
        if (!isGet)
        {
            if (token == NoToken) HandleAcknowledged(0);
            return Tell(hubEvent, HubEventType.ReportedCompleted);
        }

        _isTwinPending = false;
        hubEvent.Detail = "the hub did not answer the twin request within the time limit";
        return Tell(hubEvent, HubEventType.SetupFailed);
    }

    private long ReadVersion(byte[] buffer, int offset, int end)
        => TryFindValue(buffer, offset, end, _topics.Version, out int valueOffset, out int valueCount)
        && Ascii.TryParseInt64(buffer, valueOffset, valueCount, out long version) ? version : -1;
}
