using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary><see cref="IoTCAsyncClient"/> over the scripted cloud.</summary>
internal sealed class AsyncClientUnderTest : IClientUnderTest
{
    private readonly ScriptedCloud _cloud;
    private readonly ScriptedAsyncTransport _transport;

    public AsyncClientUnderTest(ScriptedCloud cloud, IoTCOptions options, IIoTCLogger? logger)
    {
        _cloud = cloud;
        _transport = new ScriptedAsyncTransport(cloud);
        Client = new IoTCAsyncClient(options, _transport, logger);
        if (logger != null) Client.SetLogLevel(IoTCLogLevel.All);
    }

    public IoTCAsyncClient Client { get; }

    public int SendCount => _transport.SendCount;

    public bool IsConnected => Client.IsConnected;

    public string DeviceId => Client.DeviceId;

    public string HubHost => Client.HubHost;

    public ConnectionChange Connection => Client.Connection;

    public void OnProperty(string component, string name, Action<IoTCProperty> handler)
        => Client.OnProperty(component, name, (p, _) =>
        {
            handler(p);
            return ValueTask.CompletedTask;
        });

    public void OnCommand(string component, string name, Action<IoTCCommand> handler)
        => Client.OnCommand(component, name, (c, _) =>
        {
            handler(c);
            return ValueTask.CompletedTask;
        });

    public void OnMessage(Action<IoTCMessage> handler)
        => Client.OnMessage((m, _) =>
        {
            handler(m);
            return ValueTask.CompletedTask;
        });

    public void Connect() => Client.ConnectAsync().GetAwaiter().GetResult();

    public void Act(Action action)
    {
        lock (_cloud) action();
        _transport.TellNews();
    }

    public void WorkUntil(Func<bool> condition)
    {
        bool isTrue = SpinWait.SpinUntil(Check, 60_000);
        Assert.That(isTrue, Is.True, Client.Connection.ToString());

        bool Check()
        {
            lock (_cloud) return condition();
        }
    }

    public void SendTelemetry(string payload, MessageProperties? properties = null) => Observe(Client.SendTelemetryAsync(payload, properties));

    public void SendProperty(string name, string value) => Observe(Client.SendPropertyAsync(name, value));

    public int Disconnect() => Client.DisconnectAsync().GetAwaiter().GetResult();

    public void Dispose() => Client.DisposeAsync().AsTask().GetAwaiter().GetResult();

    // The suite looks at the wire; a task that fails later is not its matter.
    private static void Observe(ValueTask task) => task.AsTask().ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
