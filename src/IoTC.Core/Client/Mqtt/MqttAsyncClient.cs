using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Mqtt;

/// <summary>The awaited MQTT 3.1.1 client for .NET. Thread-safe; it works in the background between <see cref="ConnectAsync"/> and <see cref="DisconnectAsync"/>.</summary>
/// <remarks>
/// Handlers run one after the other on the thread pool, in the order in which things came; they may await whatever the client does, publishing included.
/// A handler that takes long holds up those after it, never the connection. A transport without TLS has a name that says so; giving it is consent enough.
/// </remarks>
public sealed partial class MqttAsyncClient : IAsyncDisposable
{
    private readonly MqttOptions _options;
    private readonly MqttConnector _connector;
    private readonly AsyncPump _pump;
    private readonly TimeProvider _time;
    private TaskCompletionSource? _connecting;
    private TaskCompletionSource? _stopping;
    private TaskCompletionSource? _drained;
    private volatile MqttConnectionChange _lastChange = NotYetConnected;
    private bool _isDisposed;

    private static readonly MqttConnectionChange NotYetConnected = new(ConnectionStatus.Disconnected, IoTCError.None, "Not connected.");

    /// <summary>Makes a client.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="transport">Carries the bytes; the client's own from now on.</param>
    /// <param name="time">Tells the time, or null for the system's.</param>
    /// <exception cref="ArgumentException">An option cannot work; the message names it.</exception>
    public MqttAsyncClient(MqttOptions options, IAsyncTransport transport, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(transport);
        _options = options;
        _time = time ?? TimeProvider.System;
        _connector = new MqttConnector(options);
        _pump = new AsyncPump(_connector, transport, this, _time);
    }

    /// <summary>Whether the server has accepted the connection, as far as can be known.</summary>
    public bool IsConnected => _lastChange.Status == ConnectionStatus.Connected;

    /// <summary>The last change of the connection: where the client stands, and why.</summary>
    public MqttConnectionChange Connection => _lastChange;

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount
    {
        get
        {
            lock (_pump.Gate) return _connector.Session.QueuedCount;
        }
    }

    /// <summary>Connects; completes when the server has accepted.</summary>
    /// <param name="host">Host name or IP literal.</param>
    /// <param name="port">1–65535; usually 8883 with TLS, 1883 without.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IoTCException">It did not come about; the message says why. It may be called again.</exception>
    /// <exception cref="InvalidOperationException">It is connected, or connecting, already.</exception>
    public async Task ConnectAsync(string host, int port, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        cancellationToken.ThrowIfCancellationRequested();
        var connecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_pump.Gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_connector.IsStopped) throw new InvalidOperationException("The client is connected, or connecting, already.");
            _connector.Start(host, port, _pump.NowMs);
            _connecting = connecting;
        }

        _pump.Turn();
        try
        {
            await connecting.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for what is queued to be acknowledged, at most <see cref="MqttOptions.DisconnectTimeoutMs"/>, then sends DISCONNECT.</summary>
    /// <param name="cancellationToken">Ends the waiting for acknowledgements; the connection is ended all the same.</param>
    /// <returns>The number of messages that the server has not acknowledged. With a kept session they stay queued for the next <see cref="ConnectAsync"/>; otherwise they are given up.</returns>
    public async Task<int> DisconnectAsync(CancellationToken cancellationToken = default)
    {
        Task drained = Task.CompletedTask;
        lock (_pump.Gate)
        {
            if (_connector.IsStopped) return _connector.Session.QueuedCount;
            if (_connector.IsConnected && _connector.Session.QueuedCount > 0)
            {
                _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                drained = _drained.Task;
            }
        }

        try
        {
            await drained.WaitAsync(TimeSpan.FromMilliseconds(_options.DisconnectTimeoutMs), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What is not acknowledged is counted below.
        }

        int left = QueuedCount;
        await StopAsync().ConfigureAwait(false);
        return left;
    }

    /// <summary>Disconnects, and gives the transport back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_pump.Gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        await DisconnectAsync().ConfigureAwait(false);
        await _pump.DisposeAsync().ConfigureAwait(false);
        _publishing?.Dispose();
    }

    private async Task StopAsync()
    {
        Task stopped;
        lock (_pump.Gate)
        {
            if (_connector.IsStopped) return;
            _stopping ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stopped = _stopping.Task;
            _connector.Stop(_pump.NowMs);
        }

        _pump.Turn();
        await stopped.ConfigureAwait(false);
    }
}
