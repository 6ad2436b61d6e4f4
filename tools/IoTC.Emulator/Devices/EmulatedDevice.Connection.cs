using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Hub;

namespace IoTC.Emulator;

public sealed partial class EmulatedDevice
{
    private int _connectionCount;

    /// <summary>Whether an MQTT connection is up.</summary>
    public bool IsConnected => Connection is not null;

    /// <summary>How many MQTT connections were accepted so far.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Whether CleanSession was 0 in an earlier connection: the next one is told Session Present.</summary>
    internal bool HasSession { get; private set; }

    /// <summary>The last reason why the hub itself closed a connection; null when it never did.</summary>
    public string? LastCloseReason { get; internal set; }

    /// <summary>Drops the TCP connection as a failing network would, and completes when the hub has noticed.</summary>
    public async Task DisconnectAsync()
    {
        if (Connection is { } connection)
        {
            connection.Abort("dropped by the operator");
            await connection.Closed;
        }
    }

    /// <summary>Completes once the device is connected; at once when it is.</summary>
    /// <param name="connection">Which connection: 1 the first ever, and so on; 0 any.</param>
    /// <param name="timeout">10 s when null.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="TimeoutException">It is not.</exception>
    public Task WaitForConnectionAsync(int connection = 0, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => IsConnected && ConnectionCount >= connection, timeout, "is not connected", cancellationToken);

    /// <summary>Completes once the device is not connected; at once when it is not.</summary>
    /// <exception cref="TimeoutException">It still is.</exception>
    public Task WaitForDisconnectionAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => !IsConnected, timeout, "is still connected", cancellationToken);

    /// <summary>Completes once the present connection holds a subscription whose filter starts with <paramref name="prefix"/>.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public Task WaitForSubscriptionAsync(string prefix, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitUntilAsync(() => Connection?.Subscriptions.HasFilter(prefix) == true, timeout, $"has not subscribed to {prefix}", cancellationToken);

    internal bool Attach(DeviceConnection connection, bool cleanSession)
    {
        bool sessionPresent;
        lock (_gate)
        {
            Connection = connection;
            if (cleanSession)
            {
                HasSession = false;
                _keptMessageQos = null;
            }

            sessionPresent = HasSession;
            HasSession = !cleanSession;
            Save();
            connection.Subscriptions.RestoreMessages(_keptMessageQos);
        }

        Interlocked.Increment(ref _connectionCount);
        _changed.Pulse();
        TellDevice();
        return sessionPresent;
    }

    internal void Detach(DeviceConnection connection)
    {
        lock (_gate)
        {
            if (Connection == connection)
            {
                Connection = null;
            }

            ReturnUnacknowledged(connection);
        }

        _changed.Pulse();
        TellDevice();
        PumpMessages();   // when a new connection has taken over already
    }

    internal void SubscriptionsChanged(DeviceConnection connection)
    {
        lock (_gate)
        {
            if (Connection == connection && HasSession)
            {
                _keptMessageQos = connection.Subscriptions.MessageQos;
                Save();
            }
        }

        _changed.Pulse();
        PumpMessages();
    }

    private Task WaitUntilAsync(Func<bool> condition, TimeSpan? timeout, string complaint, CancellationToken cancellationToken) =>
        _changed.WaitUntilAsync(condition, timeout ?? DefaultTimeout, () => $"Device '{DeviceId}' {complaint}.", cancellationToken);
}
