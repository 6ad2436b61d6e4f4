using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Json;
using IoTC.Transport.Sockets;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary><see cref="IoTCAsyncClient"/> as a test device.</summary>
internal sealed class AwaitedDevice(IoTCOptions options, SocketTransport transport, IIoTCLogger logger) : ITestDevice
{
    private readonly IoTCAsyncClient _client = new(options, transport, logger);

    public ConnectionChange Connection => _client.Connection;

    public DeviceAssignment? Assignment => _client.Assignment;

    public Task ConnectAsync() => _client.ConnectAsync();

    public Task<int> DisconnectAsync() => _client.DisconnectAsync();

    public Task SendAsync(string payload, MessageProperties? properties) => _client.SendTelemetryAsync(payload, properties).AsTask();

    public Task ReportAsync(string name, string value) => _client.SendPropertyAsync(name, value).AsTask();

    public Task SendFromAsync(string component, string payload, MessageProperties? properties) => _client.Component(component).SendTelemetryAsync(payload, properties).AsTask();

    public Task ReportFromAsync(string component, string name, string value) => _client.Component(component).UpdatePropertiesAsync(json => json.WriteString(name, value)).AsTask();

    public Task UpdateAsync(Action<JsonWriter> write) => _client.UpdatePropertiesAsync(write).AsTask();

    public Task<Twin> GetTwinAsync() => _client.GetTwinAsync().AsTask();

    public void OnAnyProperty(string component, Func<IoTCProperty, bool> handler)
    {
        if (component.Length == 0) _client.OnProperty(Handle);
        else _client.Component(component).OnProperty(Handle);

        ValueTask Handle(IoTCProperty property, CancellationToken cancellationToken)
        {
            if (!handler(property)) property.Refuse(400);
            return ValueTask.CompletedTask;
        }
    }

    public void OnProperty(string component, string name, Func<IoTCProperty, bool> handler) => _client.OnProperty(component, name, (property, _) =>
    {
        if (!handler(property)) property.Refuse(400);
        return ValueTask.CompletedTask;
    });

    public void OnCommand(string component, string name, Action<IoTCCommand> handler) => _client.OnCommand(component, name, (command, _) =>
    {
        handler(command);
        return ValueTask.CompletedTask;
    });

    public void OnMessage(Action<IoTCMessage> handler) => _client.OnMessage((message, _) =>
    {
        handler(message);
        return ValueTask.CompletedTask;
    });

    public void OnAssigned(Action<DeviceAssignment> handler) => _client.OnAssigned(assignment => handler(assignment));

    public void OnConnectionChanged(Action<ConnectionChange> handler) => _client.OnConnectionChanged(change => handler(change));

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
