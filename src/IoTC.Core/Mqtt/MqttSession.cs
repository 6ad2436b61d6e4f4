using System;
using IoTC.Buffers;
using IoTC.Mqtt.Wire;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <summary>The client side of an MQTT 3.1.1 session: bytes in, bytes out, events out. It opens no socket and reads no clock.</summary>
/// <remarks>
/// <code>
/// in    ReceiveBuffer → PacketReader → MqttSession.Receive → MqttEvent
/// out   TryPublish, TrySubscribe … → OutboundQueue, SendBuffer → TryGetOutput
/// </code>
/// Received bytes are read when an event is asked for, so an event's ranges stay valid until the next one is asked for, and a message is acknowledged
/// only after its handler has returned. Read events until there are none, after each receive and after each send: a full send buffer pauses reading.
/// Not thread-safe. MQTT 3.1.1, OASIS Standard.
/// </remarks>
public sealed partial class MqttSession : IStreamEngine
{
    // The largest CONNECT has five fields of 65535 bytes; PUBREL for every identifier there is fits too.
    private const int MaxControlBytes = 384 * 1024;
    private const int MaxJoined = 16 * 1024;

    private readonly MqttSessionOptions _options;
    private readonly ReceiveBuffer _received;
    private readonly SendBuffer _control = new SendBuffer(MaxControlBytes);
    private readonly OutboundQueue _outbound;
    private readonly PendingRequests _requests = new PendingRequests();
    private readonly DeferredAcknowledges _acknowledges;
    private readonly PacketIdSet _inboundQoS2 = new PacketIdSet();
    private readonly KeepAlive _keepAlive = new KeepAlive();
    private State _state;
    private byte[] _clientId = Bytes.Empty; // whose state the session holds
    private bool _cleanSession;
    private OutputSource _outputSource;
    private int _outputCount;
    private long _nowMs;

    /// <summary>Makes a session; nothing is sent before <see cref="HandleOpened"/>.</summary>
    /// <param name="options">Kept; its <see cref="MqttSessionOptions.Connect"/> is read at each connection.</param>
    /// <exception cref="ArgumentException">A setting cannot work; the message names it.</exception>
    public MqttSession(MqttSessionOptions options)
    {
        if (options == null) throw new ArgumentNullException(nameof(options));
        options.Validate();
        _options = options;
        _received = new ReceiveBuffer(options.ReceiveBufferSize, options.MaxPacketSize);
        _outbound = new OutboundQueue(options.MaxQueuedBytes, options.MaxQueuedMessages);
        _acknowledges = new DeferredAcknowledges(options.MaxDeferredAcknowledges);
    }

    private enum State : byte
    {
        Closed,
        AwaitingConnack,
        Connected,
        Disconnecting,
    }

    private enum OutputSource : byte
    {
        None,
        Control,
        Outbound,
    }

    /// <summary>Whether CONNACK has come and the connection has not ended.</summary>
    public bool IsConnected => _state == State.Connected;

    /// <summary>QoS 1 and 2 messages that are sent and not yet acknowledged.</summary>
    public int InflightCount => _outbound.Inflight;

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount => _outbound.Count;

    /// <summary>Whether nothing waits for an answer, in either direction, and no packet has come half.</summary>
    internal bool IsIdle => _outbound.Count == 0 && _requests.Count == 0 && _acknowledges.IsEmpty && _received.Count == 0;

    /// <inheritdoc/>
    public void GetReceiveWindow(out byte[] buffer, out int offset, out int count)
    {
        ReleaseCurrent();
        _received.GetWindow(out buffer, out offset, out count);
    }

    /// <inheritdoc/>
    public void CommitReceived(int count, long nowMs)
    {
        _nowMs = nowMs;
        _received.Commit(count);
        if (count > 0) _keepAlive.HandleReceived(nowMs);
    }

    /// <inheritdoc/>
    public bool TryGetOutput(out byte[] buffer, out int offset, out int count)
    {
        _outputSource = OutputSource.None;
        _outputCount = 0;
        if (_state == State.Closed)
        {
            buffer = Bytes.Empty;
            offset = 0;
            count = 0;
            return false;
        }

        // Nothing overtakes a packet whose first bytes have left.
        if (_control.Count > 0 && !_outbound.IsPartlySent)
        {
            JoinOutbound();
            _outputSource = OutputSource.Control;
            _control.GetOutput(out buffer, out offset, out count);
            _outputCount = count;
            return true;
        }

        // [MQTT-3.14.4-2] nothing but what was begun is sent once DISCONNECT is due.
        int window = _state == State.Connected ? _options.MaxInflight : 0;
        if ((_state == State.Connected || _outbound.IsPartlySent) && _outbound.TryGetOutput(window, out buffer, out offset, out count))
        {
            _outputSource = OutputSource.Outbound;
            _outputCount = count;
            return true;
        }

        buffer = Bytes.Empty;
        offset = 0;
        count = 0;
        return false;
    }

    /// <inheritdoc/>
    public void AdvanceOutput(int count, long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Closed) return;
        if (count < 0 || count > _outputCount) throw new ArgumentOutOfRangeException(nameof(count), "More bytes than TryGetOutput gave.");
        if (_outputSource == OutputSource.Control) _control.Advance(count);
        else if (_outputSource == OutputSource.Outbound) _outbound.Advance(count, nowMs);
        if (count > 0)
        {
            _keepAlive.HandleSent(_control.Count == 0, nowMs);
            _outbound.HandleJoinedSent(nowMs);
        }

        _outputCount = 0;
        _outputSource = OutputSource.None;
        if (_state == State.Disconnecting && _control.Count == 0 && !_outbound.IsPartlySent) Close(MqttDisconnectReason.ByClient);
    }

    /// <inheritdoc/>
    public void HandleOpened(long nowMs)
    {
        if (_state != State.Closed) throw new InvalidOperationException("The session has a connection already.");
        MqttViolation violation = ConnectPacket.Validate(_options.Connect);
        if (violation != MqttViolation.None) throw new InvalidOperationException("CONNECT cannot be sent: " + MqttViolations.Describe(violation));
        _nowMs = nowMs;
        BeginState();
        _received.Clear();
        _control.Clear();
        int length = ConnectPacket.GetLength(_options.Connect);
        _control.TryReserve(length);
        _control.Commit(ConnectPacket.Write(_control.Array, _control.End, _options.Connect));
        _state = State.AwaitingConnack;
        _connackDeadlineMs = nowMs + _options.ConnackTimeoutMs;
        _keepAlive.Start(0, nowMs);
    }

    /// <inheritdoc/>
    public void HandleTransportFailed(int status, string detail, long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Closed) return;
        _end.TransportStatus = status;
        _end.Detail = detail;
        Close(_state == State.Disconnecting ? MqttDisconnectReason.ByClient : MqttDisconnectReason.TransportFailed);
    }

    private void BeginState()
    {
        // [MQTT-3.1.3-2] state belongs to a Client Identifier. [MQTT-3.1.2-6] A clean session takes nothing over.
        byte[] clientId = _options.Connect.ClientId;
        bool isOther = _clientId.Length > 0 && !Bytes.AreEqual(clientId, 0, clientId.Length, _clientId);
        _clientId = clientId;
        _cleanSession = _options.Connect.CleanSession;
        if (!isOther && !_cleanSession) return;
        _inboundQoS2.Clear();
        if (!_options.ResendAfterSessionLoss) _outbound.DropSent();
    }

    // Packets that are ready ride in the same send as the control packets before them.
    private void JoinOutbound()
    {
        if (_state != State.Connected || _control.IsSending) return;
        while (_outbound.TryGetOutput(_options.MaxInflight, out byte[] buffer, out int offset, out int count))
        {
            if (count > MaxJoined || !_control.TryReserve(count))
            {
                _outbound.Cancel();
                return;
            }

            Bytes.Copy(buffer, offset, _control.Array, _control.End, count);
            _control.Commit(count);
            _outbound.Join(count);
        }
    }
}
