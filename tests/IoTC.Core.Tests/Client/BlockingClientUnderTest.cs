using System;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary><see cref="IoTCClient"/> over the scripted cloud, in virtual time.</summary>
internal sealed class BlockingClientUnderTest : IClientUnderTest
{
    public BlockingClientUnderTest(ScriptedCloud cloud, IoTCOptions options, IIoTCLogger? logger)
    {
        Clock = new VirtualClock();
        Transport = new ScriptedTransport(cloud, Clock);
        Client = new IoTCClient(options, Transport, logger, Clock);
        if (logger != null) Client.SetLogLevel(IoTCLogLevel.All);
    }

    public VirtualClock Clock { get; }

    public ScriptedTransport Transport { get; }

    public IoTCClient Client { get; }

    public bool IsConnected => Client.IsConnected;

    public string DeviceId => Client.DeviceId;

    public string HubHost => Client.HubHost;

    public ConnectionChange Connection => Client.Connection;

    public void OnProperty(string component, string name, Action<IoTCProperty> handler)
        => Client.OnProperty(component, name, p =>
        {
            handler(p);
            return true;
        });

    public void OnCommand(string component, string name, Action<IoTCCommand> handler) => Client.OnCommand(component, name, c => handler(c));

    public void OnMessage(Action<IoTCMessage> handler) => Client.OnMessage(m => handler(m));

    public void Connect() => Client.Connect();

    public void Act(Action action) => action();

    public void WorkUntil(Func<bool> condition)
    {
        for (int i = 0; i < 1000 && !condition(); i++)
        {
            // Without a transport there is nothing to wait on but the clock.
            if (!Transport.IsOpen) Clock.Wait(10, () => false);
            Client.Listen(Transport.IsOpen ? 10 : 0);
        }

        Assert.That(condition(), Is.True, Client.Connection.ToString());
    }

    public void SendTelemetry(string payload, MessageProperties? properties = null) => Assert.That(Client.SendTelemetry(payload, properties), Is.True);

    public void SendProperty(string name, string value) => Client.SendProperty(name, value);

    public int Disconnect() => Client.Disconnect();

    public void Dispose() => Client.Dispose();
}
