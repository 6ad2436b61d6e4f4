using System;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>What both clients can do, so that one suite runs on both.</summary>
internal interface ITestDevice : IAsyncDisposable
{
    ConnectionChange Connection { get; }

    DeviceAssignment? Assignment { get; }

    Task ConnectAsync();

    Task<int> DisconnectAsync();

    /// <summary>Completes when the hub has acknowledged it.</summary>
    Task SendAsync(string payload, MessageProperties? properties = null);

    /// <summary>Completes when it is sent (blocking client), or taken by the hub (awaited client).</summary>
    Task ReportAsync(string name, string value);

    void OnProperty(string component, string name, Func<IoTCProperty, bool> handler);

    void OnCommand(string component, string name, Action<IoTCCommand> handler);

    void OnMessage(Action<IoTCMessage> handler);

    void OnAssigned(Action<DeviceAssignment> handler);

    void OnConnectionChanged(Action<ConnectionChange> handler);
}
