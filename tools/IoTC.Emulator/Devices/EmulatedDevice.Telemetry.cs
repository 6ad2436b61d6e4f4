using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using IoTC.Emulator.Signals;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private readonly Queue<TelemetryMessage> _history = new();
    private readonly Channel<TelemetryMessage> _telemetry;
    private long _telemetryCount;
    private TelemetryMessage? _newest;

    /// <summary>Everything that has arrived (the newest <see cref="EmulatorOptions.TelemetryHistory"/>), oldest first; a copy.</summary>
    public IReadOnlyList<TelemetryMessage> Telemetry
    {
        get
        {
            lock (_gate)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>How many messages have ever arrived.</summary>
    public long TelemetryCount => Interlocked.Read(ref _telemetryCount);

    /// <summary>The next message that no earlier call returned; waits for it when there is none yet.</summary>
    /// <param name="timeout">10 s when null.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task<TelemetryMessage> NextTelemetryAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout ?? DefaultTimeout);
        try
        {
            return await _telemetry.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Device '{DeviceId}' sent no telemetry.");
        }
    }

    /// <summary>Completes once <paramref name="count"/> messages have arrived, repeated deliveries included.</summary>
    /// <exception cref="TimeoutException">They have not.</exception>
    public Task WaitForTelemetryCountAsync(long count, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => TelemetryCount >= count, timeout, $"has not sent {count} messages", cancellationToken);

    internal void Receive(TelemetryMessage message)
    {
        lock (_gate)
        {
            message.Number = ++_telemetryCount;
            _history.Enqueue(message);
            _newest = message;
            if (_history.Count > _options.TelemetryHistory)
            {
                _history.Dequeue();
            }

            _telemetry.Writer.TryWrite(message);
            _log?.Received(message);
        }

        _changed.Pulse();
        _registry.Feed.Tell(ChangeKind.Telemetry, this, message);
    }

    /// <summary>When the newest message arrived; null when none has.</summary>
    internal DateTimeOffset? LastTelemetryAt => _newest?.ArrivedAt;

    private static Channel<TelemetryMessage> CreateTelemetryChannel(int capacity) =>
        Channel.CreateBounded<TelemetryMessage>(new BoundedChannelOptions(Math.Max(1, capacity)) { FullMode = BoundedChannelFullMode.DropOldest });
}
