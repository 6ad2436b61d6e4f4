using IoTC.Transport;

namespace IoTC.Nano.Tests.Scripted;

/// <summary>A client with its scripted cloud and clock.</summary>
internal sealed class Device
{
    public const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    public Device()
    {
        Clock = new ScriptedClock();
        Cloud = new ScriptedCloud(Clock);
        Options = BoardOptions();
        Client = new IoTCClient(Options, Cloud, null, Clock);
    }

    public ScriptedClock Clock { get; }

    public ScriptedCloud Cloud { get; }

    public IoTCOptions Options { get; }

    public IoTCClient Client { get; }

    /// <summary>The sizes that docs/size.md recommends for a board.</summary>
    public static IoTCOptions BoardOptions() => new IoTCOptions
    {
        IdScope = "0ne1",
        DeviceId = "dev1",
        Credential = DeviceCredential.DeviceKey(Key),
        ProvisioningHost = "dps.example",
        ReceiveBufferSize = 2048,
        MaxPacketSize = 8192,
        MaxQueuedBytes = 4096,
        MaxQueuedMessages = 16,
        MaxInflight = 4,
        ReconnectMinDelayMs = 2,
        ReconnectMaxDelayMs = 4,
        RandomSeed = 7,
    };

    public Device Connect()
    {
        Client.Connect();
        return this;
    }

    public void Listen(int times)
    {
        for (int i = 0; i < times; i++) Client.Listen(10);
    }
}
