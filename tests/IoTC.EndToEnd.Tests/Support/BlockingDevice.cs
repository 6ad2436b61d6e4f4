using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Json;
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

    public Task SendAsync(string payload, MessageProperties? properties) => SendAsync(() => _client.SendTelemetry(payload, properties));

    public Task SendFromAsync(string component, string payload, MessageProperties? properties) => SendAsync(() => _client.Component(component).SendTelemetry(payload, properties));

    private async Task SendAsync(Func<bool> send)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(() =>
        {
            if (!send()) throw new InvalidOperationException("The outbox is full.");
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

    public Task ReportFromAsync(string component, string name, string value) => RunAsync(() =>
    {
        _client.Component(component).SendProperty(name, value);
        return 0;
    });

    public async Task UpdateAsync(Action<JsonWriter> write)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(() =>
        {
            _client.OnReported((status, _) => answer.TrySetResult(status));
            var json = new JsonWriter(0, 65536);
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
            _client.SendProperties(json);
            return 0;
        });
        int status = await answer.Task;
        if (status != 204) throw new IoTCException(IoTCError.BadRequest, $"{status}");
    }

    public async Task<Twin> GetTwinAsync()
    {
        var answer = new TaskCompletionSource<Twin>(TaskCreationOptions.RunContinuationsAsynchronously);
        await RunAsync(() =>
        {
            _client.OnTwin(twin => answer.TrySetResult(twin));
            _client.RequestTwin();
            return 0;
        });
        return await answer.Task;
    }

    public void OnAnyProperty(string component, Func<IoTCProperty, bool> handler)
    {
        if (component.Length == 0) _client.OnProperty(property => handler(property));
        else _client.Component(component).OnProperty(property => handler(property));
    }

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
