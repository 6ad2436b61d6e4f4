using IoTC.Json;
using IoTC.Nano.Tests.Scripted;

namespace IoTC.Nano.Tests;

/// <summary>Components, the twin and JSON writers, as a board has them.</summary>
internal static class HubTests
{
    private static string _seen = "";

    public static void Run(Check check)
    {
        check.Test("hub: a component without its mark", Component);
        check.Test("hub: the whole twin and the answer to a property", WholeTwin);
        check.Test("hub: telemetry from a JSON writer, at QoS 0, with its own content type", Telemetry);
    }

    private static void Component()
    {
        var device = new Device();
        device.Cloud.Hub.Twin = "{\"desired\":{\"inlet\":{\"a\":1,\"b\":2},\"$version\":3}}";
        _seen = "";
        IoTCComponent inlet = device.Client.Component("inlet");
        inlet.OnProperty(p => Note("any", p));
        inlet.OnProperty("b", p => Note("b", p));
        device.Connect();
        device.Listen(30);
        Check.Equal("any a=1;b b=2;", _seen);
        Check.Has(device.Cloud.Hub.Log, "{\"inlet\":{\"__t\":\"c\",\"a\":{\"value\":1,\"ac\":200,\"av\":3},\"b\":{\"value\":2,\"ac\":200,\"av\":3}}}\n");
        inlet.SendTelemetry("1");
        inlet.SendProperty("serial", "SN-1");
        device.Listen(30);
        Check.Has(device.Cloud.Hub.Log, "&$.sub=inlet 1\n");
        Check.Has(device.Cloud.Hub.Log, "{\"inlet\":{\"__t\":\"c\",\"serial\":\"SN-1\"}}\n");
    }

    private static void WholeTwin()
    {
        var device = new Device();
        _seen = "";
        device.Client.OnTwin(twin => _seen += twin.DesiredVersion.ToString() + "/" + twin.ReportedVersion.ToString() + ";");
        device.Connect();
        device.Listen(30);
        device.Client.RequestTwin();
        device.Listen(30);
        Check.Equal("3/1;3/1;", _seen);
    }

    private static void Telemetry()
    {
        var device = new Device().Connect();
        var json = new JsonWriter(0, 100);
        json.WriteStartArray();
        json.WriteNumberValue(5);
        json.WriteEndArray();
        var properties = new MessageProperties { { "$.ct", "text/plain" }, { "flag", null } };
        properties.QoS = 0;
        device.Client.SendTelemetry(json, properties);
        device.Listen(30);
        Check.Has(device.Cloud.Hub.Log, "/messages/events/$.ce=utf-8&$.ct=text%2Fplain&flag [5]\n");
        Check.Equal(0, device.Client.QueuedCount);
    }

    private static bool Note(string handler, IoTCProperty property)
    {
        _seen += handler + " " + property.Name + "=" + property.Value.ToString() + ";";
        return true;
    }
}
