using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Engine;
using IoTC.Transport;

namespace IoTC;

/// <summary>The awaited device client for .NET. Thread-safe; it works in the background between <see cref="ConnectAsync"/> and <see cref="DisconnectAsync"/>.</summary>
/// <remarks>
/// Handlers run one after the other on the thread pool, in the order in which things came; they may await whatever the client does. One that takes
/// long holds up those after it, never the connection: use <see cref="IoTCCommand.Detach"/> for work that lasts.
/// </remarks>
public sealed partial class IoTCAsyncClient : IAsyncDisposable
{
    private readonly IoTCOptions _options;
    private readonly DeviceEngine _engine;
    private readonly AsyncPump _pump;
    private readonly AsyncDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly ClientLog _log;
    private readonly CancellationTokenSource _disposed = new();
    private readonly AsyncOutbox? _outbox;
    private long _droppedCount;
    private TaskCompletionSource? _connecting;
    private TaskCompletionSource? _stopping;
    private TaskCompletionSource? _drained;
    private volatile ConnectionChange _lastChange = new(ConnectionStatus.Disconnected, IoTCError.None, "", RecommendedAction.None, 0);

    /// <summary>Makes a client.</summary>
    /// <param name="options">Read now; later changes have no effect.</param>
    /// <param name="transport">Carries the bytes, encrypted; the client's own from now on.</param>
    /// <param name="logger">Takes log lines, or null.</param>
    /// <param name="time">Tells the time, or null for the system's.</param>
    /// <exception cref="ArgumentException">An option cannot work; the message names it.</exception>
    public IoTCAsyncClient(IoTCOptions options, IAsyncTransport transport, IIoTCLogger? logger = null, TimeProvider? time = null)
    {
        _engine = new DeviceEngine(options);
        _engine.SetComponents(_components);
        ThrowHelper.RequireSecured(transport, options);
        ThrowHelper.HandOverCertificate(transport, options);
        _siblings = transport as IAsyncTransportFactory;
        if (transport is IProtocolTransport carrier) _engine.DefaultHubPort = carrier.MqttPort;
        _options = options;
        _time = time ?? TimeProvider.System;
        _log = new ClientLog(logger);
        _assignmentKeeper = new AssignmentKeeper(options, _log);
        _dispatcher = new AsyncDispatcher(this);
        _pump = new AsyncPump(_engine, transport, this, _time);
        if (options.Outbox != null) _outbox = new AsyncOutbox(options, _engine, _pump, _operations, _time, _log);
    }

    /// <summary>Whether the device is connected to its hub and ready, as far as can be known.</summary>
    public bool IsConnected => _lastChange.Status == ConnectionStatus.Connected;

    /// <summary>The last change of the connection: where the client stands, and why.</summary>
    public ConnectionChange Connection => _lastChange;

    /// <summary>The hub that DPS assigned, or empty.</summary>
    public string HubHost
    {
        get
        {
            lock (_pump.Gate) return _engine.HubHost;
        }
    }

    /// <summary>The Device ID that DPS assigned, or empty before.</summary>
    public string DeviceId
    {
        get
        {
            lock (_pump.Gate) return _engine.DeviceId;
        }
    }

    /// <summary>Messages that wait for being sent or acknowledged.</summary>
    public int QueuedCount
    {
        get
        {
            lock (_pump.Gate) return CountQueued();
        }
    }

    /// <summary>How many messages have been given up because the outbox was full, with <see cref="OutboxFullPolicy.DropOldest"/>.</summary>
    public long DroppedCount
    {
        get
        {
            lock (_pump.Gate) return _droppedCount + (_outbox?.DroppedCount ?? 0);
        }
    }

    /// <summary>Sets how much is logged. Without a logger, lines go to the console.</summary>
    /// <param name="level">At first <see cref="IoTCLogLevel.Disabled"/>, or <see cref="IoTCLogLevel.ApiOnly"/> when a logger was given.</param>
    public void SetLogLevel(IoTCLogLevel level) => _log.SetLevel(level);

    /// <summary>Registers with DPS, connects to the hub, subscribes and reads the twin. Completes when the device is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IoTCException">It did not come about; the message says why and what to do. It may be called again.</exception>
    /// <exception cref="InvalidOperationException">It is connected, or connecting, already.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        cancellationToken.ThrowIfCancellationRequested();
        RestoreAssignment();
        var connecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_pump.Gate)
        {
            long now = _pump.NowMs;
            _engine.SetUtcNow(_time.GetUtcNow().ToUnixTimeMilliseconds(), now);
            _engine.Start(now);
            _connecting = connecting;
        }

        _pump.Turn();
        try
        {
            await connecting.Task.WaitAsync(TimeSpan.FromMilliseconds(_options.ConnectTimeoutMs), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            string during = _lastChange.Message;
            await StopAsync().ConfigureAwait(false);
            throw new IoTCException(IoTCError.TimedOut, $"Connect took longer than {_options.ConnectTimeoutMs / 1000} s and was given up. The last step was: {during}");
        }
        catch (OperationCanceledException)
        {
            await StopAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for what is queued to be acknowledged, at most <see cref="IoTCOptions.DisconnectTimeoutMs"/>, then ends the connection in order.</summary>
    /// <param name="cancellationToken">Ends the waiting for acknowledgements; the connection is ended all the same.</param>
    /// <returns>The number of messages that the hub has not acknowledged; they stay queued for the next <see cref="ConnectAsync"/>.</returns>
    public async Task<int> DisconnectAsync(CancellationToken cancellationToken = default)
    {
        Task drained;
        lock (_pump.Gate)
        {
            if (_engine.Status == ConnectionStatus.Disconnected) return CountQueued();
            bool isEmpty = IsDrained || _engine.Status != ConnectionStatus.Connected;
            if (!isEmpty) _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = isEmpty ? Task.CompletedTask : _drained!.Task;
        }

        try
        {
            await drained.WaitAsync(TimeSpan.FromMilliseconds(_options.DisconnectTimeoutMs), _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // What is not acknowledged is counted below.
        }

        await StopAsync().ConfigureAwait(false);
        _outbox?.Flush();
        return QueuedCount;
    }

    /// <summary>Disconnects, lets handlers finish within <see cref="IoTCOptions.DisconnectTimeoutMs"/>, and gives the transport back. Not from inside a handler.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed.IsCancellationRequested) return;
        await DisconnectAsync().ConfigureAwait(false);
        await _disposed.CancelAsync().ConfigureAwait(false);
        EndStreams();
        Task handled = _dispatcher.WaitUntilIdleAsync();
        await handled.WaitAsync(TimeSpan.FromMilliseconds(_options.DisconnectTimeoutMs), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _pump.DisposeAsync().ConfigureAwait(false);
        _outbox?.Dispose();
    }

    private async Task StopAsync()
    {
        Task stopped;
        lock (_pump.Gate)
        {
            if (_engine.Status == ConnectionStatus.Disconnected) return;
            _stopping ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stopped = _stopping.Task;
            _engine.Stop(_pump.NowMs);
        }

        _pump.Turn();
        await stopped.ConfigureAwait(false);
    }
}
