using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

/// <summary>
/// One MQTT connection, between MQTTnet's server and its codec. The server keeps connections, PINGRESP and PUBACK; everything
/// Azure about a packet is decided here, or by the role, as it passes, and what is sent goes straight to this one connection.
/// </summary>
internal sealed partial class MqttLink : IMqttChannelAdapter
{
    private readonly IMqttChannelAdapter _inner;
    private readonly HubServer _hub;
    private readonly Action<string> _abort;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private MqttConnectPacket? _connect;
    private ILinkRole? _role;
    private string? _closeReason;

    public MqttLink(IMqttChannelAdapter inner, HubServer hub, Action<string> abort)
    {
        _inner = inner;
        _hub = hub;
        _abort = abort;
        _messageLane = new OutgoingLane(Write);
        _requestLane = hub.Options.SingleInFlight ? _messageLane : new OutgoingLane(Write);
        _keepAlive = hub.Clock.Provider.CreateTimer(_ => Close("keep alive"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _tokenEnd = hub.Clock.Provider.CreateTimer(_ => Close("token expired"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the connection is gone and the role has been told.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The client id as sent.</summary>
    public string ClientId { get; private set; } = "";

    /// <summary>Whether the CONNACK has been sent.</summary>
    public bool IsReady { get; private set; }

    public long BytesReceived => _inner.BytesReceived;

    public long BytesSent => _inner.BytesSent;

    public X509Certificate2? ClientCertificate => _inner.ClientCertificate;

    public EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    public EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    public bool IsSecureConnection => true;

    public MqttPacketFormatterAdapter PacketFormatterAdapter => _inner.PacketFormatterAdapter;

    /// <summary>Accepts the CONNECT.</summary>
    /// <param name="role">Who serves the connection.</param>
    /// <param name="tokenExpiry">When it ends; <see cref="DateTimeOffset.MaxValue"/> for never.</param>
    public void Accept(ILinkRole role, DateTimeOffset tokenExpiry)
    {
        _role = role;
        _tokenExpiry = tokenExpiry;
    }

    /// <summary>Ends the connection in order: what was written is still sent.</summary>
    public void Close(string reason)
    {
        Interlocked.CompareExchange(ref _closeReason, reason, null);
        try
        {
            _ = _closing.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // closed already
        }
    }

    /// <summary>Ends the connection as a broken network would.</summary>
    public void Abort(string reason)
    {
        _abort(reason);
        Close(reason);
    }

    /// <summary>Runs once, after the server has let go of the connection.</summary>
    public void OnClosed()
    {
        _keepAlive.Dispose();
        _tokenEnd.Dispose();
        _outgoing.Writer.TryComplete();
        _role?.Closed(_connect!, _closeReason, _disconnected);
        _closing.Dispose();
        _closed.TrySetResult();
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics() => _inner.ResetStatistics();

    public void Dispose() => _inner.Dispose();
}
