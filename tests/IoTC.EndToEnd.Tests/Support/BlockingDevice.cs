using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary><see cref="IoTCClient"/> as a test device: one thread calls it, as its contract says, and listens in between.</summary>
internal sealed class BlockingDevice : ITestDevice
{
    private const int ListenMs = 5;

    private readonly IoTCClient _client;
    private readonly BlockingCollection<Action> _work = [];
    private readonly List<TaskCompletionSource> _unacknowledged = [];
    private readonly Task _loop;
    private bool _isStarted;
    private bool _isEnding;

    public BlockingDevice(IoTCOptions options, SocketTransport transport, IIoTCLogger logger)
    {
        _client = new IoTCClient(options, transport, logger);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public ConnectionChange Connection => _client.Connection;

    public DeviceAssignment? Assignment => _client.Assignment;

    public Task ConnectAsync() => RunAsync(() =>
    {
        _client.Connect();
        _isStarted = true;
        return 0;
    });

    public Task<int> DisconnectAsync() => RunAsync(_client.Disconnect);

    public async Task SendAsync(string payload, MessageProperties? properties)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(() =>
        {
            if (!_client.SendTelemetry(payload, properties)) throw new InvalidOperationException("The outbox is full.");
            _unacknowledged.Add(acknowledged);
            return 0;
        });
        await acknowledged.Task;
    }

    public Task ReportAsync(string name, string value) => RunAsync(() =>
    {
        _client.SendProperty(name, value);
        return 0;
    });

    public void OnProperty(string component, string name, Func<IoTCProperty, bool> handler) => _client.OnProperty(component, name, property => handler(property));

    public void OnCommand(string component, string name, Action<IoTCCommand> handler) => _client.OnCommand(component, name, command => handler(command));

    public void OnMessage(Action<IoTCMessage> handler) => _client.OnMessage(message => handler(message));

    public void OnAssigned(Action<DeviceAssignment> handler) => _client.OnAssigned(assignment => handler(assignment));

    public void OnConnectionChanged(Action<ConnectionChange> handler) => _client.OnConnectionChanged(change => handler(change));

    public async ValueTask DisposeAsync()
    {
        await RunAsync(() =>
        {
            _client.Dispose();
            _isEnding = true;
            return 0;
        });
        await _loop;
        _work.Dispose();
    }

    private void Loop()
    {
        while (!_isEnding)
        {
            if (_work.TryTake(out Action? work, _isStarted ? 0 : Timeout.Infinite))
            {
                work();
                continue;
            }

            _client.Listen(ListenMs);
            if (_client.QueuedCount > 0) continue;
            _unacknowledged.ForEach(static acknowledged => acknowledged.TrySetResult());
            _unacknowledged.Clear();
        }
    }

    private Task<T> RunAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }
}
