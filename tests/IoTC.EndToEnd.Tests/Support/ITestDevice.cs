using System;
using System.Threading.Tasks;
using IoTC.Json;

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

    /// <summary>The same, from a component.</summary>
    Task SendFromAsync(string component, string payload, MessageProperties? properties = null);

    /// <summary>The same, of a component.</summary>
    Task ReportFromAsync(string component, string name, string value);

    /// <summary>Reports what is written; completes with the hub's answer, and throws when it is none of success.</summary>
    Task UpdateAsync(Action<JsonWriter> write);

    /// <summary>Reads the whole twin.</summary>
    Task<Twin> GetTwinAsync();

    /// <summary>All properties of a component, or of the device when it is empty.</summary>
    void OnAnyProperty(string component, Func<IoTCProperty, bool> handler);

    void OnProperty(string component, string name, Func<IoTCProperty, bool> handler);

    void OnCommand(string component, string name, Action<IoTCCommand> handler);

    void OnMessage(Action<IoTCMessage> handler);

    void OnAssigned(Action<DeviceAssignment> handler);

    void OnConnectionChanged(Action<ConnectionChange> handler);
}
