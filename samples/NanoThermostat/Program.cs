using System;
using System.Threading;
using IoTC;
using IoTC.Transport.NanoFramework;

namespace NanoThermostat;

/// <summary>A whole device: Wi-Fi, the time, provisioning, telemetry, a property, a command.</summary>
public static class Program
{
    // The device's own values; a product keeps them in its configuration, not in its source.
    private const string Ssid = "";
    private const string Password = "";
    private const string IdScope = "";
    private const string DeviceId = "thermostat-1";
    private const string DeviceKey = "";

    public static void Main()
    {
        BoardNetwork.Join(Ssid, Password);
        NetworkTime.Set("pool.ntp.org");        // certificates have dates: TLS needs the time first

        var heater = new Heater();
        var client = new IoTCClient(CreateOptions(), new NanoTransport(Roots.Pem), new ConsoleLogger());
        client.OnProperty("targetTemperature", p =>
        {
            heater.Target = p.Value.GetDouble();
            return true;                        // acknowledged with 200
        });
        client.OnCommand("reboot", c =>
        {
            c.Reply(200);
            heater.RebootAsked = true;
        });

        Connect(client);
        client.SendProperty("serialNumber", "NT-0001");
        while (true)
        {
            client.Listen(5000);                // handles what has come, and reconnects by itself
            if (heater.RebootAsked)
            {
                client.Disconnect();
                nanoFramework.Runtime.Native.Power.RebootDevice(nanoFramework.Runtime.Native.RebootOption.NormalReboot);
            }

            heater.Step();
            if (!client.SendTelemetry("{\"temperature\":" + heater.Text + "}")) Console.WriteLine("the outbox is full; this reading is dropped");
        }
    }

    // Small buffers; docs/size.md tells what they cost.
    private static IoTCOptions CreateOptions() => new IoTCOptions
    {
        IdScope = IdScope,
        DeviceId = DeviceId,
        Credential = IoTC.DeviceCredential.DeviceKey(DeviceKey),
        ModelId = "dtmi:com:example:Thermostat;1",
        ReceiveBufferSize = 2048,
        MaxPacketSize = 8192,
        MaxQueuedBytes = 4096,
        MaxQueuedMessages = 16,
        MaxInflight = 4,
    };

    // The first connection is the program's to repeat; the message says what to do.
    private static void Connect(IoTCClient client)
    {
        for (int pauseMs = 1000; ; pauseMs = pauseMs < 300000 ? pauseMs * 2 : 300000)
        {
            try
            {
                client.Connect();
                return;
            }
            catch (Exception exception)
            {
                Console.WriteLine(exception.Message);
            }

            Thread.Sleep(pauseMs);
        }
    }
}
