using System;
using IoTC.Nano.Tests.Scripted;
using IoTC.Transport;

namespace IoTC.Nano.Tests;

/// <summary>The whole client over a scripted cloud: from provisioning to a command.</summary>
internal static class ClientTests
{
    public static void Run(Check check)
    {
        check.Test("client: from provisioning to a command", WholeCycle);
        check.Test("client: the same with one byte at a time", WholeCycleByteByByte);
        check.Test("client: DPS is closed before the hub is opened", ClosesDpsFirst);
        check.Test("client: user name and token", Credentials);
        check.Test("client: an unknown command is answered 404", UnknownCommand);
        check.Test("client: a handler that throws is answered 500", ThrowingCommand);
        check.Test("client: a refused property is acknowledged 400", RefusedProperty);
        check.Test("client: false, 0, null and \"\" are acknowledged", FalsyValues);
        check.Test("client: a cloud-to-device message", CloudMessage);
        check.Test("client: a wrong key is told by DPS", WrongKey);
        check.Test("client: refused by the hub", RefusedByHub);
        check.Test("client: a hub that says nothing", SilentHub);
        check.Test("client: Disconnect ends in order", Disconnects);
        check.Test("client: an outbox that is full says so", FullOutbox);
    }

    private static void WholeCycle() => WholeCycle(4096);

    private static void WholeCycleByteByByte() => WholeCycle(1);

    private static void WholeCycle(int chunkSize)
    {
        var device = new Device();
        device.Cloud.ChunkSize = chunkSize;
        double target = 0;
        string asked = "";
        device.Client.SetModelId("dtmi:com:example:Thermostat;1");
        device.Client.OnProperty("targetTemperature", p =>
        {
            target = p.Value.GetDouble();
            return true;
        });
        device.Client.OnCommand("reboot", c =>
        {
            asked = c.PayloadText;
            c.Reply(200, "{\"in\":5}");
        });
        device.Connect();
        Check.That(device.Client.IsConnected, "it is not connected");
        Check.Equal("hub.example", device.Client.HubHost);
        device.Listen(30);
        Check.That(target == 22.5, "the property has not come");
        Check.Has(device.Cloud.Hub.Log, "$iothub/twin/PATCH/properties/reported/?$rid=");
        Check.Has(device.Cloud.Hub.Log, "\"ac\":200");
        Check.Has(device.Cloud.Hub.Log, "\"av\":3");

        Check.That(device.Client.SendTelemetry("{\"temperature\":21.5}"), "telemetry is refused");
        device.Listen(30);
        Check.Has(device.Cloud.Hub.Log, "devices/dev1/messages/events/$.ct=application%2Fjson&$.ce=utf-8 {\"temperature\":21.5}\n");
        Check.Equal(0, device.Client.QueuedCount);

        device.Client.SendProperty("serial", "SN-1");
        device.Cloud.Hub.Publish("$iothub/methods/POST/reboot/?$rid=a1", "\"now\"", 0);
        device.Listen(30);
        Check.Equal("\"now\"", asked);
        Check.Has(device.Cloud.Hub.Log, "{\"serial\":\"SN-1\"}\n");
        Check.Has(device.Cloud.Hub.Log, "$iothub/methods/res/200/?$rid=a1 {\"in\":5}\n");
    }

    private static void ClosesDpsFirst()
    {
        var device = new Device().Connect();
        Check.Equal("dps.example:443 hub.example:8883 ", device.Cloud.Opened);
        Check.That(!device.Cloud.WasOpenedTwice, "two streams were open at once");
    }

    private static void Credentials()
    {
        var device = new Device().Connect();
        Check.That(device.Cloud.Hub.UserName.IndexOf("hub.example/dev1/?api-version=2021-04-12&DeviceClientType=") == 0, device.Cloud.Hub.UserName);
        Check.That(device.Cloud.Hub.Password.IndexOf("SharedAccessSignature sr=hub.example%2Fdevices%2Fdev1&sig=") == 0, "the token is another");
    }

    private static void UnknownCommand()
    {
        var device = new Device().Connect();
        device.Cloud.Hub.Publish("$iothub/methods/POST/dance/?$rid=9", "", 0);
        device.Listen(2);
        Check.Has(device.Cloud.Hub.Log, "$iothub/methods/res/404/?$rid=9");
    }

    private static void ThrowingCommand()
    {
        var device = new Device();
        device.Client.OnCommand("fail", c => throw new InvalidOperationException("the handler's own trouble"));
        device.Connect();
        device.Cloud.Hub.Publish("$iothub/methods/POST/fail/?$rid=9", "", 0);
        device.Listen(2);
        Check.Has(device.Cloud.Hub.Log, "$iothub/methods/res/500/?$rid=9");
        Check.That(device.Client.IsConnected, "the connection was lost");
    }

    private static void RefusedProperty()
    {
        var device = new Device();
        device.Client.OnProperty("targetTemperature", p => false);
        device.Connect();
        device.Listen(2);
        Check.Has(device.Cloud.Hub.Log, "\"ac\":400");
    }

    private static void FalsyValues()
    {
        var device = new Device();
        int seen = 0;
        device.Cloud.Hub.Twin = "{\"desired\":{\"a\":false,\"b\":0,\"c\":null,\"d\":\"\",\"$version\":4},\"reported\":{\"$version\":1}}";
        device.Client.OnProperty(p =>
        {
            seen++;
            return true;
        });
        device.Connect();
        device.Listen(2);
        Check.Equal(4, seen);
        Check.Has(device.Cloud.Hub.Log, "\"d\":{\"value\":\"\"");
    }

    private static void CloudMessage()
    {
        var device = new Device();
        string text = "";
        device.Client.OnMessage(m => text = m.GetText() + m.GetProperty("k"));
        device.Connect();
        device.Cloud.Hub.Publish("devices/dev1/messages/devicebound/%24.mid=1&k=v%20w", "hello ", 1);
        device.Listen(2);
        Check.Equal("hello v w", text);
        Check.Equal(1, device.Cloud.Hub.Acknowledged);
    }

    private static void WrongKey()
    {
        var device = new Device();
        device.Cloud.Dps.RefuseStatus = 401;
        IoTCException exception = ConnectFails(device);
        Check.That(exception.Error == IoTCError.WrongKey, exception.Message);
        Check.Has(exception.Message, "the key does not match the enrolment");
    }

    private static void RefusedByHub()
    {
        var device = new Device();
        device.Cloud.Hub.RefusingCode = 5;
        Check.That(ConnectFails(device).Error == IoTCError.WrongKey, "another cause");
        device.Cloud.Hub.RefusingCode = 0;
        device.Connect();
        Check.That(device.Client.IsConnected, "it does not connect later");
    }

    private static void SilentHub()
    {
        var device = new Device();
        device.Cloud.Hub.IsSilent = true;
        Check.That(ConnectFails(device).Error == IoTCError.TimedOut, "another cause");
    }

    private static void Disconnects()
    {
        var device = new Device().Connect();
        Check.Equal(0, device.Client.Disconnect());
        Check.That(!device.Client.IsConnected && !device.Cloud.IsOpen, "it is open");
    }

    private static void FullOutbox()
    {
        var device = new Device().Connect();
        device.Cloud.Hub.IsSilent = true;
        int accepted = 0;
        while (accepted < 1000 && device.Client.SendTelemetry("{\"n\":1}")) accepted++;
        Check.That(accepted >= 8 && accepted <= device.Options.MaxQueuedMessages, accepted.ToString() + " were accepted");
    }

    private static IoTCException ConnectFails(Device device)
    {
        try
        {
            device.Client.Connect();
        }
        catch (Exception exception)
        {
            return (IoTCException)exception;
        }

        throw new InvalidOperationException("it connected");
    }
}
