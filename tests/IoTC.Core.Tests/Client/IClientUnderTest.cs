using System;

namespace IoTC.Core.Tests.Client;

/// <summary>What the two clients have in common, so that one suite holds both.</summary>
internal interface IClientUnderTest : IDisposable
{
    bool IsConnected { get; }

    string DeviceId { get; }

    string HubHost { get; }

    ConnectionChange Connection { get; }

    void OnProperty(string component, string name, Action<IoTCProperty> handler);

    void OnCommand(string component, string name, Action<IoTCCommand> handler);

    void OnMessage(Action<IoTCMessage> handler);

    void Connect();

    /// <summary>Lets the cloud do something.</summary>
    void Act(Action action);

    /// <summary>Works until something has come about; fails when it does not.</summary>
    void WorkUntil(Func<bool> condition);

    void SendTelemetry(string payload, MessageProperties? properties = null);

    void SendProperty(string name, string value);

    int Disconnect();
}
