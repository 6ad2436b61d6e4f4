using IoTC.Buffers;

namespace IoTC.Hub;

/// <summary>The topics of one device, encoded once.</summary>
/// <remarks>IoT Hub's MQTT topics; <c>{d}</c> is the device id, percent-encoding is never applied to it because its characters need none.</remarks>
internal sealed class HubTopics
{
    public readonly byte[] Events;
    public readonly byte[] DeviceBound;
    public readonly byte[] DeviceBoundFilter;
    public readonly byte[] TwinResponse = Utf8.GetBytes("$iothub/twin/res/");
    public readonly byte[] TwinResponseFilter = Utf8.GetBytes("$iothub/twin/res/#");
    public readonly byte[] Desired = Utf8.GetBytes("$iothub/twin/PATCH/properties/desired/");
    public readonly byte[] DesiredFilter = Utf8.GetBytes("$iothub/twin/PATCH/properties/desired/#");
    public readonly byte[] Method = Utf8.GetBytes("$iothub/methods/POST/");
    public readonly byte[] MethodFilter = Utf8.GetBytes("$iothub/methods/POST/#");
    public readonly byte[] MethodResponse = Utf8.GetBytes("$iothub/methods/res/");
    public readonly byte[] TwinGet = Utf8.GetBytes("$iothub/twin/GET/?$rid=");
    public readonly byte[] Reported = Utf8.GetBytes("$iothub/twin/PATCH/properties/reported/?$rid=");
    public readonly byte[] RequestId = Utf8.GetBytes("?$rid=");
    public readonly byte[] Version = Utf8.GetBytes("$version=");

    public HubTopics(string deviceId)
    {
        Events = Utf8.GetBytes("devices/" + deviceId + "/messages/events/");
        DeviceBound = Utf8.GetBytes("devices/" + deviceId + "/messages/devicebound/");
        DeviceBoundFilter = Utf8.GetBytes("devices/" + deviceId + "/messages/devicebound/#");
    }
}
